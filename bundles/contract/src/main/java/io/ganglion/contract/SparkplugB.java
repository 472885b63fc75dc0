// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.device.Payload;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Sparkplug B. A birth names its metrics and numbers them, later payloads only number them and leave out what has not
 * changed: so its reader remembers births.
 */
@Component
public final class SparkplugB implements Codec {
    static final String NAME = "sparkplug";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("application/x-sparkplug-b", "application/vnd.eclipse.sparkplug+protobuf");
    }

    /** A time, then metrics, which begin with their name or alias. */
    @Override
    public boolean recognises(byte[] body) {
        int at = ProtobufMarks.afterTimestamp(body);
        if (!ProtobufMarks.is(body, at, 0x12)) {
            return false;
        }
        int within = at + 1;
        while (within < body.length && body[within] < 0) {
            within++;
        }
        return ProtobufMarks.is(body, within + 1, 0x0A) || ProtobufMarks.is(body, within + 1, 0x10);
    }

    /** Without any birth: names only. */
    @Override
    public void read(Payload payload, Sink sink) throws Malformed {
        newReader().read(payload, sink);
    }

    @Override
    public Reader newReader() {
        Births births = new Births(Births.BUDGET);
        return (payload, sink) -> new SparkplugMessage(payload, births).read(sink);
    }
}
