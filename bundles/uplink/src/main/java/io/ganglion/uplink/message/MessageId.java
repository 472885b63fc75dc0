// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.message;

import io.ganglion.api.device.Payload;
import io.ganglion.api.series.Journal.Kind;
import java.util.Locale;
import java.util.Optional;

/**
 * What a message is known by everywhere: {@code node/epoch/kind/position}. The same entry of the same journal has the same
 * identity, however often and by whichever way it comes.
 *
 * @param epoch of the journal
 * @param position in the journal's kind, at least 0
 */
public record MessageId(String node, String epoch, Kind kind, long position) {
    private static final int PARTS = 4;

    /** Everything but the position. */
    public String stream() {
        return node + "/" + epoch + "/" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return stream() + "/" + position;
    }

    /** Reads one; empty where it is none. */
    public static Optional<MessageId> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != PARTS || !Payload.isName(parts[0]) || !Payload.isName(parts[1])) {
            return Optional.empty();
        }
        try {
            long position = Long.parseLong(parts[3]);
            Kind kind = Kind.valueOf(parts[2].toUpperCase(Locale.ROOT));
            return position < 0 ? Optional.empty() : Optional.of(new MessageId(parts[0], parts[1], kind, position));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
