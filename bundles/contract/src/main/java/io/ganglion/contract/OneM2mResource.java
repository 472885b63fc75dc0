// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import java.util.Set;

/** Finds the resource in a oneM2M message and says its data points. Not thread-safe. */
final class OneM2mResource {
    /** What is around a resource. */
    private static final Set<String> WRAPPERS =
            Set.of("m2m:rqp", "m2m:rsp", "m2m:sgn", "m2m:pc", "pc", "nev", "m2m:nev", "rep", "m2m:rep");

    private static final Set<String> PRIMITIVE = Set.of("op", "to", "fr", "rqi", "rvi", "pc", "ty", "ot", "rsc");

    /** Attributes that every resource may have: about the resource, not of the device. */
    private static final Set<String> COMMON = Set.of(
            "ty", "ri", "rn", "pi", "ct", "lt", "et", "lbl", "acpi", "at", "aa", "st", "cr", "cs", "cnd", "or", "nl",
            "daci", "loc", "hld", "ast", "cni", "cbs", "mni", "mbs", "mia", "fcied");

    private static final String CONTENT_INSTANCE = "m2m:cin";

    private final Leaves leaves = new Leaves();
    private final JsonReader reader = leaves.reader;
    private final OneM2mContent content = new OneM2mContent();
    private boolean found;

    static boolean isPrimitive(String name) {
        return PRIMITIVE.contains(name);
    }

    void read(Payload payload, Codec.Sink sink) throws Codec.Malformed {
        leaves.begin(payload.body());
        found = false;
        if (reader.peek() != '{') {
            throw wrong("a message is an object");
        }
        wrapper(payload, sink, leaves.root());
        leaves.end();
        if (!found) {
            throw new Refusal(
                    Reason.MALFORMED, "", -1, "not oneM2M: neither a contentInstance (m2m:cin) nor a flexContainer");
        }
    }

    private void wrapper(Payload payload, Codec.Sink sink, Spelling at) throws Codec.Malformed {
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        long object = leaves.spellings.open();
        do {
            Spelling member = member(at, object);
            String name = member.name;
            int c = reader.peek();
            if (c == '{' && WRAPPERS.contains(name)) {
                wrapper(payload, sink, member);
            } else if (c == '{' && name.equals(CONTENT_INSTANCE)) {
                found();
                contentInstance(payload, sink, member);
            } else if (c == '{' && name.indexOf(':') > 0) {
                found();
                flexContainer(sink, member);
            } else {
                about(member, sink);
            }
        } while (reader.more('}'));
    }

    private void found() {
        if (found) {
            throw wrong("two resources in one message; send one");
        }
        found = true;
    }

    private Spelling member(Spelling at, long object) {
        reader.name();
        Spelling member = leaves.spellings.member(at, object);
        reader.colon();
        return member;
    }

    /** Something of the message or the resource, said by its name where it is a text. */
    private void about(Spelling member, Codec.Sink sink) {
        if (reader.peek() != '"') {
            leaves.skimmer.value();
            return;
        }
        reader.string();
        sink.about(member.name, reader.text(), member.path);
    }

    private void contentInstance(Payload payload, Codec.Sink sink, Spelling at) throws Codec.Malformed {
        content.begin();
        reader.open();
        if (!reader.isEmpty('}')) {
            long object = leaves.spellings.open();
            do {
                Spelling member = member(at, object);
                switch (member.name) {
                    case "con" -> content.con(reader, leaves.skimmer, member.path);
                    case "cnf" -> content.cnf = string();
                    case "ct" -> sink.time(time());
                    default -> about(member, sink);
                }
            } while (reader.more('}'));
        }
        content.read(payload, sink);
    }

    /** Custom attributes are the data points. Its time is when it was last modified. */
    private void flexContainer(Codec.Sink sink, Spelling at) {
        long modified = Codec.UNTIMED;
        long created = Codec.UNTIMED;
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        long object = leaves.spellings.open();
        do {
            Spelling member = member(at, object);
            int c = reader.peek();
            if (member.name.equals("lt")) {
                modified = time();
            } else if (member.name.equals("ct")) {
                created = time();
            } else if (c == '{' || c == '[' || COMMON.contains(member.name)) {
                about(member, sink);
            } else {
                leaves.leaf(sink, member.name, member.path);
            }
        } while (reader.more('}'));
        sink.time(modified == Codec.UNTIMED ? created : modified);
    }

    private String string() {
        if (reader.peek() != '"') {
            throw wrong("must be a text");
        }
        reader.string();
        return reader.text();
    }

    private long time() {
        String text = string();
        long at = Times.basic(text);
        if (at == Timestamps.INVALID) {
            throw reader.refuse(
                    Reason.BAD_TIME, reader.from, "must be a time such as 20261122T150000,125: " + Refusal.quote(text));
        }
        return at;
    }

    private Refusal wrong(String message) {
        return reader.refuse(Reason.MALFORMED, reader.pos, "not oneM2M: " + message);
    }
}
