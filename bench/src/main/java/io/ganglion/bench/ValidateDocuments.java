// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/** Readings of one pump, as it would send them: the values change from document to document, also in length. */
final class ValidateDocuments {
    private static final int COUNT = 242;
    private static final Instant START = Instant.parse("2026-11-22T15:00:00Z");
    private static final String[] NAMES = {
        "vibrationX",
        "vibrationY",
        "motorCurrent",
        "dischargePressure",
        "motorTemperature",
        "fluidTemperature",
        "supplyVoltage",
        "flow"
    };
    private static final String[] UNITS = {"K40", "K40", "AMP", "BAR", "CEL", "CEL", "VLT", "L2"};
    private static final double[] LEVELS = {0.0265, 0.0401, 1.33, 0.0547, 79.3, 26.0, 233.0, 32.0};

    private ValidateDocuments() {}

    /** @param fresh whether each document has white space elsewhere, so that no two after another have the same shape */
    static Payload[] keyValues(boolean fresh) {
        return documents(fresh, "\"dateObserved\":\"%s\"", (name, unit, value, time) -> ",\"" + name + "\":" + value);
    }

    static Payload[] normalised(boolean fresh) {
        return documents(
                fresh,
                "\"@context\":[\"https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld\"]",
                (name, unit, value, time) ->
                        ",\"%s\":{\"type\":\"Property\",\"value\":%s,\"unitCode\":\"%s\",\"observedAt\":\"%s\"}"
                                .formatted(name, value, unit, time));
    }

    @FunctionalInterface
    private interface Form {
        String write(String name, String unit, String value, String time);
    }

    private static Payload[] documents(boolean fresh, String head, Form form) {
        SplittableRandom random = new SplittableRandom(42);
        Payload[] payloads = new Payload[COUNT];
        for (int i = 0; i < COUNT; i++) {
            String time =
                    START.plusMillis(1_000L * i + random.nextInt(1, 1_000)).toString();
            StringBuilder body = new StringBuilder("{\"id\":\"urn:ngsi-ld:Pump:hall-3-pump-7\",\"type\":\"Pump\",");
            body.append(head.formatted(time));
            for (int c = 0; c < NAMES.length; c++) {
                double value = LEVELS[c] * (1 + random.nextDouble(-0.1, 0.1));
                // As many significant digits as the real test bed sends: six, trailing zeros dropped.
                String text = new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
                body.append(form.write(NAMES[c], UNITS[c], text, time));
            }
            String text = body.append('}').toString();
            payloads[i] = payload(fresh ? elsewhere(elsewhere(text, i % 11), i / 11 % 11) : text, i);
        }
        return payloads;
    }

    /** One blank before the value of member {@code i}. */
    private static String elsewhere(String text, int i) {
        int spot = 0;
        for (int skipped = i; skipped >= 0; skipped--) {
            spot = text.indexOf("\":", spot) + 2;
        }
        return text.substring(0, spot) + " " + text.substring(spot);
    }

    private static Payload payload(String body, int i) {
        long receivedAt = START.plusSeconds(i + 2).getEpochSecond() * 1_000_000_000L;
        return new Payload(
                "bench",
                "Pump",
                "hall-3-pump-7",
                "ganglion/plant1/telemetry/Pump/hall-3-pump-7",
                "application/json",
                body.getBytes(StandardCharsets.UTF_8),
                receivedAt);
    }
}
