// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;

/** Steps through JSON and says each leaf under its JSON Pointer. Not thread-safe. */
final class Leaves {
    final JsonReader reader = new JsonReader(Settings.DEFAULT.maxDepth());
    final Names names = new Names();
    final Skimmer skimmer = new Skimmer(reader, names);

    /** Longest source, characters: nested names multiply. */
    static final int SOURCE_LIMIT = 512;

    private String head = "";
    private String pathHead = "";

    void begin(byte[] body) {
        Charsets.check(body);
        names.reset();
        reader.reset(body);
        head = "";
        pathHead = "";
        if (reader.isAtEnd()) {
            throw new Refusal(Reason.EMPTY, "", 0, "no payload");
        }
    }

    void end() {
        skimmer.end();
    }

    /** Leaves of a text within another: what their sources and their paths begin with. */
    void within(String sources, String paths) {
        head = sources;
        pathHead = paths;
    }

    /** Says what is below the cursor; {@code source} is what leads here. */
    void value(Codec.Sink sink, String source) {
        int c = reader.peek();
        switch (c) {
            case '{' -> object(sink, source);
            case '[' -> array(sink, source);
            case '"' -> {
                reader.string();
                sink.text(source, Codec.UNTIMED, reader.text(), path());
            }
            case 't', 'f' -> {
                reader.literal(c == 't' ? "true" : "false");
                sink.truth(source, Codec.UNTIMED, c == 't', path());
            }
            case 'n' -> {
                reader.literal("null");
                sink.absent(source, Codec.UNTIMED, "is null", path());
            }
            default -> {
                if (!JsonReader.isNumber(c)) {
                    throw reader.unexpected("a value");
                }
                sink.number(source, Codec.UNTIMED, "", reader.number(), path());
            }
        }
    }

    private String path() {
        return pathHead + reader.trail.pointer(reader.body);
    }

    private void object(Codec.Sink sink, String source) {
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        int object = names.open();
        String stem = source.isEmpty() ? head + (head.isEmpty() ? "/" : "") : source + "/";
        do {
            reader.name();
            skimmer.unique(object);
            String member = bounded(stem, Trail.token(reader.text()));
            reader.colon();
            value(sink, member);
        } while (reader.more('}'));
    }

    private String bounded(String stem, String name) {
        if (stem.length() + name.length() > SOURCE_LIMIT) {
            throw reader.refuse(
                    Reason.TOO_LARGE, reader.from, "names add up to more than " + SOURCE_LIMIT + " characters");
        }
        return stem + name;
    }

    private void array(Codec.Sink sink, String source) {
        reader.open();
        if (reader.isEmpty(']')) {
            return;
        }
        int index = 0;
        do {
            reader.trail.element(index);
            value(sink, source + "/" + index++);
        } while (reader.more(']'));
    }
}
