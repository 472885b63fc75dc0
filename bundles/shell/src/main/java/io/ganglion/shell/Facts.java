// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;
import static java.util.stream.Collectors.joining;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Store;
import io.ganglion.shell.print.Plain;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records of the api as the maps that JSON shows. */
final class Facts {
    private static final int CONTRIBUTIONS = 3;

    private Facts() {}

    static Map<String, Object> of(Device device) {
        Map<String, Object> fact = fact(
                "device", device.name(),
                "contract", device.contract(),
                "driver", device.driver(),
                "lastSeen", device.lastSeen().toString(),
                "accepted", device.accepted(),
                "quarantined", device.quarantined(),
                "throttled", device.throttled());
        fact.put("insight", device.insight().map(Facts::of).orElse(null));
        return fact;
    }

    static Map<String, Object> of(Insight insight) {
        return fact(
                "time", instant(insight.observation().time()).toString(),
                "verdict", verdict(insight),
                "score", insight.score(),
                "threshold", insight.threshold(),
                "contributions",
                        insight.contributions(CONTRIBUTIONS).stream()
                                .map(part -> fact("attribute", part.attribute(), "share", part.share()))
                                .toList(),
                "model", insight.model().name(),
                "modelVersion", insight.model().version().toString());
    }

    static Map<String, Object> of(Observation observation) {
        Contract contract = observation.contract();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < observation.values().length; i++) {
            values.put(contract.attributes().get(i).name(), observation.values()[i]);
        }
        for (int i = 0; i < contract.texts().size(); i++) {
            values.put(contract.texts().get(i), observation.texts().get(i));
        }
        return fact(
                "device", observation.device(),
                "entity", observation.entity(),
                "contract", contract.name(),
                "contractVersion", contract.version().toString(),
                "time", instant(observation.time()).toString(),
                "receivedAt", instant(observation.receivedAt()).toString(),
                "replayed", observation.replayed(),
                "values", values);
    }

    static Map<String, Object> of(Attribute attribute) {
        return fact(
                "attribute", attribute.name(),
                "unitCode", attribute.unitCode(),
                "quantityKind", attribute.quantityKind(),
                "minimum", attribute.minimum(),
                "maximum", attribute.maximum(),
                "required", attribute.required(),
                "tags", List.copyOf(attribute.tags()));
    }

    static Map<String, Object> of(Store.Status store) {
        return fact(
                "rows", store.rows(),
                "unsealed", store.unsealed(),
                "duplicates", store.duplicates(),
                "bytes", store.bytes(),
                "trouble", store.trouble(),
                "notice", store.notice());
    }

    static String verdict(Insight insight) {
        return insight.verdict().name().toLowerCase(Locale.ROOT);
    }

    /** {@code vibrationX 41%, flow 22%}. */
    static String because(Insight insight, int limit) {
        return insight.contributions(limit).stream()
                .map(part -> part.attribute() + " " + Plain.percent(part.share()))
                .collect(joining(", "));
    }

    static Instant instant(long nanosSinceEpoch) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanosSinceEpoch, 1_000_000_000L), Math.floorMod(nanosSinceEpoch, 1_000_000_000L));
    }
}
