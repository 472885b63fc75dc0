// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.osgi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.flow.Outlet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An outlet that remembers what left. Thread-safe. */
final class RecordingOutlet implements Outlet {

    /** What was published. */
    record Sent(String topic, String body) {}

    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    @Override
    public boolean publish(String topic, byte[] body, boolean retained) {
        sent.add(new Sent(topic, new String(body, UTF_8)));
        return true;
    }

    List<Sent> of(String kind, String device) {
        return sent.stream()
                .filter(message -> message.topic().contains("/" + kind + "/")
                        && message.topic().endsWith("/" + device))
                .toList();
    }
}
