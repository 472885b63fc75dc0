// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Any JSON object: each leaf is a reading, called by its JSON Pointer. The mapping says what it is. */
@Component
public final class PlainJson implements Codec {
    static final String NAME = "json";

    @Override
    public String name() {
        return NAME;
    }

    /** Asked for by {@code application/json} alone, and only for what is no NGSI-LD. */
    @Override
    public Set<String> mediaTypes() {
        return Set.of("application/x-plain+json");
    }

    @Override
    public boolean recognises(byte[] body) {
        int at = 0;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at < body.length && body[at] == '{';
    }

    @Override
    public void read(Payload payload, Sink sink) throws Malformed {
        newReader().read(payload, sink);
    }

    @Override
    public Reader newReader() {
        Leaves leaves = new Leaves();
        return (payload, sink) -> {
            try {
                leaves.begin(payload.body());
                if (leaves.reader.peek() != '{') {
                    throw leaves.reader.refuse(Reason.WRONG_TYPE, leaves.reader.pos, "the payload must be an object");
                }
                leaves.value(sink, leaves.root());
                leaves.end();
            } catch (Refusal refusal) {
                throw new Malformed(refusal.asRejection(""));
            }
        };
    }
}
