// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.hub.Hub.Tenure;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Records of the registry as the maps that JSON shows. */
final class HubFacts {

    private HubFacts() {}

    static Map<String, Object> of(ModelRecord record) {
        Lineage lineage = record.lineage();
        return fact(
                "model", record.id().name(),
                "version", record.id().version().toString(),
                "stage", HubCommand.stage(record),
                "contract", lineage.contract(),
                "artefact", record.artefact(),
                "bytes", record.bytes(),
                "parent", lineage.parent().map(ModelId::toString).orElse(null),
                "cause", lineage.cause(),
                "data", lineage.data(),
                "recipe", lineage.recipe(),
                "seed", lineage.seed(),
                "trainer", lineage.trainer(),
                "platform", lineage.platform(),
                "metrics", new TreeMap<>(lineage.metrics()),
                "steps",
                        record.steps().stream()
                                .map(step -> fact(
                                        "at", step.at().toString(),
                                        "stage", step.stage().name().toLowerCase(Locale.ROOT),
                                        "by", step.by(),
                                        "note", step.note()))
                                .toList());
    }

    static Map<String, Object> of(Tenure tenure) {
        return fact(
                "node", tenure.node(),
                "contract", tenure.contract(),
                "model", tenure.model().name(),
                "version", tenure.model().version().toString(),
                "role", tenure.role(),
                "share", tenure.share(),
                "from", tenure.from().toString(),
                "to", tenure.to().map(Instant::toString).orElse(null),
                "reason", tenure.reason());
    }
}
