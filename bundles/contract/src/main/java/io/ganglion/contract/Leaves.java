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

    final Spellings spellings = new Spellings(reader, names, skimmer);

    private Spelling root = root("", "/", "");

    private static Spelling root(String source, String stem, String path) {
        return new Spelling(new byte[0], "", source, stem, path);
    }

    void begin(byte[] body) {
        Charsets.check(body);
        names.reset();
        reader.reset(body);
        if (spellings.begin()) {
            root = root("", "/", "");
        }
        if (reader.isAtEnd()) {
            throw new Refusal(Reason.EMPTY, "", 0, "no payload");
        }
    }

    /** The document as a whole. */
    Spelling root() {
        return root;
    }

    /** The document as a text within another: what its source, those of its members and its paths begin with. */
    Spelling within(String source, String stem, String path) {
        if (!root.source.equals(source) || !root.stem.equals(stem) || !root.path.equals(path)) {
            root = root(source, stem, path);
        }
        return root;
    }

    void end() {
        skimmer.end();
    }

    /** Says what is below the cursor; {@code at} is where it stands. */
    void value(Codec.Sink sink, Spelling at) {
        int c = reader.peek();
        switch (c) {
            case '{' -> object(sink, at);
            case '[' -> array(sink, at);
            default -> leaf(sink, at.source, at.path);
        }
    }

    /** Says the value below the cursor, which is no object and no array. */
    void leaf(Codec.Sink sink, String source, String path) {
        int c = reader.peek();
        switch (c) {
            case '"' -> {
                reader.string();
                sink.text(source, Codec.UNTIMED, reader.text(), path);
            }
            case 't', 'f' -> {
                reader.literal(c == 't' ? "true" : "false");
                sink.truth(source, Codec.UNTIMED, c == 't', path);
            }
            case 'n' -> {
                reader.literal("null");
                sink.absent(source, Codec.UNTIMED, "is null", path);
            }
            default -> {
                if (!JsonReader.isNumber(c)) {
                    throw reader.unexpected("a value");
                }
                sink.number(source, Codec.UNTIMED, "", reader.number(), path);
            }
        }
    }

    private void object(Codec.Sink sink, Spelling at) {
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        long object = spellings.open();
        do {
            reader.name();
            Spelling member = bounded(spellings.member(at, object));
            reader.colon();
            value(sink, member);
        } while (reader.more('}'));
    }

    private Spelling bounded(Spelling member) {
        if (member.source.length() > SOURCE_LIMIT) {
            throw reader.refuse(
                    Reason.TOO_LARGE, reader.from, "names add up to more than " + SOURCE_LIMIT + " characters");
        }
        return member;
    }

    private void array(Codec.Sink sink, Spelling at) {
        reader.open();
        if (reader.isEmpty(']')) {
            return;
        }
        int index = 0;
        do {
            reader.trail.element(index);
            value(sink, spellings.element(at, index++));
        } while (reader.more(']'));
    }
}
