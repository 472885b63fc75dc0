// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.feedback.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What a ticket is made of.
 *
 * @param key the episode's; a system knows a ticket again by it
 * @param asset what to walk to, as the site calls it
 * @param assetUrn its NGSI-LD id, for example {@code urn:ngsi-ld:Pump:pump-7}
 * @param severity how soon
 * @param title one line, at most 255 characters
 * @param description plain text, some lines: what was seen, since when, which sensors, which model
 * @param model {@code pump-anomaly@1.2.0}
 * @param evidence the page that shows it; empty where nobody could open it
 * @param at when the episode was raised
 */
public record TicketDraft(
        String key,
        String asset,
        String assetUrn,
        Severity severity,
        String title,
        String description,
        String model,
        Optional<URI> evidence,
        Instant at) {
    public TicketDraft {
        requireNonNull(severity, "severity");
        requireNonNull(evidence, "evidence");
        requireNonNull(at, "at");
        if (key.isBlank() || title.isBlank() || title.length() > 255) {
            throw new IllegalArgumentException(
                    "a ticket has a key and a title of at most 255 characters: key=" + key + " title=" + title);
        }
    }
}
