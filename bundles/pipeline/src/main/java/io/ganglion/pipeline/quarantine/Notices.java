// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.QuarantinedPayload;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells the plant what was quarantined. A notice that an outlet refuses is not repeated: the payload itself is safe, and
 * the listing shows it. The quarantine's thread only.
 */
public final class Notices {

    private final Node node;
    private final Supplier<List<Outlet>> outlets;
    private final NoticeJson json = new NoticeJson();

    public Notices(Node node, Supplier<List<Outlet>> outlets) {
        this.node = node;
        this.outlets = outlets;
    }

    public void publish(QuarantinedPayload quarantined) {
        List<Outlet> open = outlets.get();
        if (open.isEmpty()) {
            return;
        }
        String topic = node.topic(
                "quarantine",
                quarantined.payload().contract(),
                quarantined.payload().device());
        byte[] body = json.body(quarantined);
        for (Outlet outlet : open) {
            outlet.publish(topic, body, false);
        }
    }
}
