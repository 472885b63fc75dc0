// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UNumber;

/** What each variable held last, by its server. A value that is not good is nobody's. Not thread-safe. */
final class Board {

    private final Map<Variable, String> values = new LinkedHashMap<>();
    private final Map<Variable, String> troubles = new LinkedHashMap<>();
    private Optional<Instant> newest = Optional.empty();
    private long leftOut;

    void put(Variable variable, DataValue value) {
        Optional<String> trouble = troubleOf(value);
        Optional<String> json = trouble.isEmpty() ? json(value.getValue().getValue()) : Optional.empty();
        if (json.isPresent()) {
            values.put(variable, json.get());
            troubles.remove(variable);
            time(value)
                    .filter(at -> newest.isEmpty() || at.isAfter(newest.get()))
                    .ifPresent(at -> newest = Optional.of(at));
        } else {
            leftOut++;
            values.remove(variable);
            troubles.put(variable, trouble.orElse("neither a number, a text nor a truth value"));
        }
    }

    private static Optional<String> troubleOf(DataValue value) {
        StatusCode status = value.getStatusCode();
        if (status != null && !status.isGood()) {
            return Optional.of(StatusCodes.lookup(status.getValue())
                    .map(known -> known[0])
                    .orElse("status 0x" + Long.toHexString(status.getValue())));
        }
        return value.getValue() == null || value.getValue().getValue() == null
                ? Optional.of("no value")
                : Optional.empty();
    }

    private static Optional<Instant> time(DataValue value) {
        DateTime source = value.getSourceTime();
        DateTime time = source == null || source.isNull() ? value.getServerTime() : source;
        return time == null || time.isNull() ? Optional.empty() : Optional.of(time.getJavaInstant());
    }

    /** A float with its own shortest digits, not those of the double that it would become. */
    private static Optional<String> json(Object value) {
        if (value instanceof Float number) {
            return Float.isFinite(number) ? Optional.of(number.toString()) : Optional.empty();
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? Optional.of(number.toString()) : Optional.empty();
        }
        if (value instanceof UNumber || value instanceof Number || value instanceof Boolean) {
            return Optional.of(value.toString());
        }
        if (value instanceof String text) {
            return Optional.of(quoted(text));
        }
        return value instanceof DateTime time
                ? Optional.of(quoted(time.getJavaInstant().toString()))
                : Optional.empty();
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Attributes that are not good now, and why. */
    Map<Variable, String> troubles() {
        return troubles;
    }

    /** Values that were not good, since the start. */
    long leftOut() {
        return leftOut;
    }

    /** Key-values of the entity (ETSI GS CIM 009, 4.5.4); its time is that of its newest value, by the server. */
    byte[] keyValues(OpcUaSettings settings, Instant now) {
        StringBuilder text = new StringBuilder("{\"id\":\"urn:ngsi-ld:" + settings.entityType() + ":"
                + settings.device() + "\",\"type\":\"" + settings.entityType() + "\",\"dateObserved\":\""
                + newest.orElse(now).truncatedTo(ChronoUnit.MILLIS) + "\"");
        values.forEach((variable, json) ->
                text.append(",\"").append(variable.attribute()).append("\":").append(json));
        return text.append('}').toString().getBytes(UTF_8);
    }
}
