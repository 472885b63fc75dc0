// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** oneM2M in JSON short names: a contentInstance or a flexContainer, alone or inside a request or a notification. */
@Component
public final class Onem2m implements Codec {
    /** A name that is longer than this is not looked at. */
    private static final int NAME_LIMIT = 64;

    @Override
    public String name() {
        return "onem2m";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(
                "application/vnd.onem2m-res+json",
                "application/vnd.onem2m-ntfy+json",
                "application/vnd.onem2m-preq+json",
                "application/vnd.onem2m-prsp+json",
                "application/onem2m-resource+json");
    }

    /** The first name is a resource type, or belongs to a primitive. */
    @Override
    public boolean recognises(byte[] body) {
        int brace = skip(body, 0);
        int open = brace < 0 || body[brace] != '{' ? -1 : skip(body, brace + 1);
        int close = open < 0 || body[open] != '"' ? -1 : close(body, open + 1);
        if (close < 0) {
            return false;
        }
        String first = new String(body, open + 1, close - open - 1, StandardCharsets.ISO_8859_1);
        return OneM2mResource.isPrimitive(first) || (first.indexOf(':') > 0 && !first.startsWith("urn:"));
    }

    /** The next place that is not white space; -1 where none is near. */
    private static int skip(byte[] body, int from) {
        for (int at = from; at < Math.min(body.length, NAME_LIMIT); at++) {
            if (body[at] < 0 || body[at] > ' ') {
                return at;
            }
        }
        return -1;
    }

    private static int close(byte[] body, int from) {
        for (int at = from; at < Math.min(body.length, NAME_LIMIT); at++) {
            if (body[at] == '"') {
                return at;
            }
        }
        return -1;
    }

    @Override
    public void read(Payload payload, Sink sink) throws Malformed {
        newReader().read(payload, sink);
    }

    @Override
    public Reader newReader() {
        OneM2mResource resource = new OneM2mResource();
        return (payload, sink) -> {
            try {
                resource.read(payload, sink);
            } catch (Refusal refusal) {
                throw new Malformed(refusal.asRejection(""));
            }
        };
    }
}
