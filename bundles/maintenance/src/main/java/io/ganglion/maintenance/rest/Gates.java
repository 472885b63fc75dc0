// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.maintenance.hook.HookGate;
import io.ganglion.maintenance.hook.Signature;
import io.ganglion.maintenance.wire.SecretFile;
import java.time.Clock;
import java.util.List;

/** A gate for webhooks as a template, or the configuration before it, describes them. */
final class Gates {
    private static final int PER_SECOND = 20;

    private Gates() {}

    static HookGate of(Template template, Settings settings, SecretFile secret, Clock clock) {
        JsonNode part = template.part("hook");
        String header = settings.own().getOrDefault("hook_header", "");
        String form = settings.own().getOrDefault("hook_form", "");
        String id = settings.own().getOrDefault("hook_id", "");
        List<Spot> spots = id.isEmpty() ? template.spots(part.path("id")) : List.of(Spot.of(id));
        if (spots.isEmpty()) {
            throw new IllegalArgumentException(
                    "hook_id says where a webhook has the ticket's id, for example /issue/id");
        }
        Signature signature = new Signature(
                header.isEmpty() ? part.path("header").asText("X-Ganglion-Signature") : header,
                Signature.Kind.of(form.isEmpty() ? part.path("form").asText("t,v1") : form));
        return new HookGate(
                secret,
                signature,
                body -> spots.stream()
                        .map(spot -> spot.text(body))
                        .filter(text -> !text.isBlank() && text.length() <= 200)
                        .findFirst()
                        .orElse(""),
                PER_SECOND,
                clock);
    }
}
