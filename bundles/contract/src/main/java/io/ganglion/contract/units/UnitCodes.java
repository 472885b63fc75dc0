// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.units;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.measure.IncommensurableException;
import javax.measure.Unit;
import javax.measure.UnitConverter;
import systems.uom.ucum.format.UCUMFormat;
import tech.units.indriya.function.AddConverter;
import tech.units.indriya.function.MultiplyConverter;
import tech.units.indriya.function.PowerOfIntConverter;
import tech.units.indriya.function.RationalConverter;

/**
 * What unit a code means, and how one converts to another. UN/CEFACT and SenML codes are told by tables in UCUM; what a
 * UCUM code means, and every factor, the library knows. Thread-safe; slow, so ask when a contract is compiled.
 */
public final class UnitCodes {
    private static final Map<String, String> CEFACT = read("cefact.tsv");
    private static final Map<String, String> SENML = read("senml.tsv");
    private static final int CODE_LIMIT = 32;

    private UnitCodes() {}

    private static Map<String, String> read(String file) {
        Map<String, String> codes = new HashMap<>();
        try (InputStream in = UnitCodes.class.getResourceAsStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                if (!line.startsWith("# ") && columns.length > 1) {
                    codes.put(columns[0], columns[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is in this bundle and cannot be read", e);
        }
        return Map.copyOf(codes);
    }

    static Map<String, String> cefact() {
        return CEFACT;
    }

    static Map<String, String> senml() {
        return SENML;
    }

    /** How a unit is spelled. */
    public enum Spelling {
        /** UN/CEFACT Recommendation 20, for example {@code AMP}; nothing else. */
        CEFACT,
        /** SenML's registry (RFC 8428, RFC 8798), then UN/CEFACT, then UCUM. */
        SENML,
        /** UN/CEFACT, then UCUM. */
        ANY
    }

    /** The UCUM code of a unit; empty where nobody knows it. */
    static Optional<String> ucum(String code, Spelling spelling) {
        String known = spelling == Spelling.SENML ? SENML.get(code) : null;
        if (known == null) {
            known = CEFACT.get(code);
        }
        if (known != null) {
            return Optional.of(known);
        }
        return spelling == Spelling.CEFACT || code.isEmpty() || code.length() > CODE_LIMIT
                ? Optional.empty()
                : Optional.of(code);
    }

    /** From one unit to another; empty where a code is unknown, or the two measure different things. */
    public static Optional<Conversion> between(String from, Spelling spelling, String to) {
        if (from.equals(to) && spelling != Spelling.SENML) {
            return Optional.of(Conversion.NONE);
        }
        Optional<String> source = ucum(from, spelling);
        Optional<String> target = ucum(to, Spelling.CEFACT);
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        if (source.equals(target)) {
            return Optional.of(Conversion.NONE);
        }
        return parse(source.get()).flatMap(a -> parse(target.get()).flatMap(b -> convert(a, b)));
    }

    static Optional<Unit<?>> parse(String ucum) {
        try {
            return Optional.of(
                    UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE).parse(ucum));
        } catch (RuntimeException e) {
            // Whatever its parser makes of what is no unit.
            return Optional.empty();
        } catch (Error e) {
            // The library's scanner throws an Error of its own for characters that it does not know.
            if (e instanceof VirtualMachineError) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Optional<Conversion> convert(Unit<?> from, Unit<?> to) {
        try {
            Conversion sum = Conversion.NONE;
            // A chain is written like function composition: the last step comes first.
            var steps = from.getConverterToAny(to).getConversionSteps();
            for (int i = steps.size() - 1; i >= 0; i--) {
                sum = sum.then(step(steps.get(i)));
            }
            return Optional.of(sum);
        } catch (IncommensurableException | ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Conversion step(UnitConverter step) {
        if (step instanceof RationalConverter rational) {
            return Conversion.fraction(rational.getDividend(), rational.getDivisor());
        }
        if (step instanceof PowerOfIntConverter power) {
            BigInteger value = BigInteger.valueOf(power.getBase()).pow(Math.abs(power.getExponent()));
            return power.getExponent() < 0
                    ? Conversion.fraction(BigInteger.ONE, value)
                    : Conversion.fraction(value, BigInteger.ONE);
        }
        if (step instanceof AddConverter add) {
            return Conversion.of(BigDecimal.ONE, new BigDecimal(add.getOffset().toString()));
        }
        if (step.isIdentity()) {
            return Conversion.NONE;
        }
        if (step instanceof MultiplyConverter || step.isLinear()) {
            return Conversion.of(
                    new BigDecimal(step.convert((Number) BigDecimal.ONE).toString()), BigDecimal.ZERO);
        }
        throw new IllegalArgumentException("not linear: " + step);
    }
}
