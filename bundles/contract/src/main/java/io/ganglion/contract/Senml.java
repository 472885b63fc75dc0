// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.device.Payload;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Sensor Measurement Lists (RFC 8428), in JSON and in CBOR: one mapping for both. */
@Component
public final class Senml implements Codec {
    private static final int MAJOR_ARRAY = 4;

    @Override
    public String name() {
        return "senml";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(
                "application/senml+json",
                "application/sensml+json",
                "application/senml+cbor",
                "application/sensml+cbor");
    }

    /** An array: neither an entity nor any protobuf begins like this. */
    @Override
    public boolean recognises(byte[] body) {
        return body.length > 0 && (body[0] == '[' || isCbor(body));
    }

    private static boolean isCbor(byte[] body) {
        return (body[0] & 0xFF) >>> 5 == MAJOR_ARRAY;
    }

    @Override
    public void read(Payload payload, Sink sink) throws Malformed {
        newReader().read(payload, sink);
    }

    @Override
    public Reader newReader() {
        SenmlJson json = new SenmlJson();
        SenmlCbor cbor = new SenmlCbor();
        return (payload, sink) -> {
            boolean binary =
                    payload.mediaType().isEmpty() || payload.mediaType().startsWith("application/octet")
                            ? isCbor(payload.body())
                            : payload.mediaType().contains("+cbor");
            (binary ? cbor : json).read(payload, sink);
        };
    }
}
