// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Reading;
import io.ganglion.ngsi.form.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One notification, ready to be sent (ETSI GS CIM 009, 5.2.14.1).
 *
 * @param link the header that names the context; empty where the body has it
 */
record Notice(ObjectNode body, String type, String link) {

    static Notice of(Subscription subscription, List<Reading> readings, Instant now, PinnedContexts contexts) {
        boolean linkedData = subscription.endpoint().linkedData();
        Scope scope =
                linkedData || subscription.answering().link().isPresent() ? subscription.answering() : contexts.core();
        ObjectNode body = BoundedJson.mapper()
                .createObjectNode()
                .put("id", "urn:ngsi-ld:Notification:" + UUID.randomUUID())
                .put("type", "Notification")
                .put("subscriptionId", subscription.id())
                .put("notifiedAt", Times.text(now));
        ArrayNode data = body.putArray("data");
        for (Reading reading : readings) {
            data.add(subscription
                    .representation()
                    .write(reading, subscription.shown(), scope.terms(), subscription.system()));
        }
        if (linkedData) {
            body.set("@context", scope.json());
            return new Notice(body, "application/ld+json", "");
        }
        return new Notice(
                body,
                "application/json",
                "<" + scope.link().orElseThrow()
                        + ">; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"");
    }

    /** As MQTT carries it: what would be headers goes before the body (7.2). */
    byte[] withMetadata(Map<String, String> receiver) {
        ObjectNode message = BoundedJson.mapper().createObjectNode();
        ObjectNode metadata = message.putObject("metadata").put("Content-Type", type);
        if (!link.isEmpty()) {
            metadata.put("Link", link);
        }
        receiver.forEach(metadata::put);
        message.set("body", body);
        return BoundedJson.write(message);
    }
}
