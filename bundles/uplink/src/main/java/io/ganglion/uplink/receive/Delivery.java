// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import io.ganglion.uplink.message.MessageId;
import io.ganglion.uplink.wire.Line;
import java.util.ArrayList;
import java.util.List;

/** One MQTT message that arrived, until this node answers for all that is in it. Guarded by its {@link Desk}. */
final class Delivery {
    private final Line line;
    private final int number;
    private final List<MessageId> taken = new ArrayList<>();
    /** One for its reading: nothing is complete before all of it has been offered. */
    private int open = 1;

    Delivery(Line line, int number) {
        this.line = line;
        this.number = number;
    }

    void await() {
        open++;
    }

    /** One more part is done; true with the last. */
    boolean finish() {
        return --open == 0;
    }

    boolean isComplete() {
        return open == 0;
    }

    void took(MessageId id) {
        taken.add(id);
    }

    List<MessageId> taken() {
        return taken;
    }

    /** To the broker, where it waits for an answer and is still there. */
    void acknowledge() {
        if (number > 0) {
            line.acknowledge(number);
        }
    }
}
