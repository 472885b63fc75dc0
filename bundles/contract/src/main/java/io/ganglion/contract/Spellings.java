// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.nio.charset.StandardCharsets;

/**
 * The names that documents spell again and again, made into text once. Bounded: a document with more of them than fit is
 * read all the same, and the next one begins anew. Finds a name that comes twice in its object. Not thread-safe.
 */
final class Spellings {
    /** Places remembered, and the longest name of one, bytes. */
    private static final int LIMIT = 1_024;

    private static final int LONGEST = 128;

    private final JsonReader reader;
    private final Names names;
    private final Skimmer skimmer;
    private int kept;
    private boolean full;
    private long objects;

    Spellings(JsonReader reader, Names names, Skimmer skimmer) {
        this.reader = reader;
        this.names = names;
        this.skimmer = skimmer;
    }

    /** Whether there was no more room; whoever holds a root forgets it then. */
    boolean begin() {
        boolean anew = full;
        if (full) {
            full = false;
            kept = 0;
        }
        return anew;
    }

    /** A number for an object that begins here. */
    long open() {
        return ++objects;
    }

    /** The member of which the reader has just read the name. */
    Spelling member(Spelling within, long object) {
        Spelling known = reader.escaped ? unescaped(within) : within.member(reader.body, reader.from, reader.to);
        if (known == null) {
            known = learn(within, object);
        } else if (known.object == object) {
            throw skimmer.twice();
        }
        known.object = object;
        return known;
    }

    private Spelling unescaped(Spelling within) {
        byte[] name = reader.text().getBytes(StandardCharsets.UTF_8);
        return within.member(name, 0, name.length);
    }

    private Spelling learn(Spelling within, long object) {
        String name = reader.text();
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        String token = Trail.token(name);
        String source = within.stem + token;
        Spelling member = new Spelling(key, name, source, source + "/", within.path + "/" + token);
        if (key.length <= LONGEST && kept < LIMIT && !within.isFull()) {
            kept++;
            within.add(member);
        } else {
            full = true;
            // Below zero, where the skimmer's own objects are not.
            skimmer.unique((int) -(object & Integer.MAX_VALUE));
        }
        return member;
    }

    Spelling element(Spelling within, int index) {
        Spelling known = within.element(index);
        if (known == null) {
            String source = within.source + "/" + index;
            known = new Spelling(new byte[0], "", source, source + "/", within.path + "/" + index);
            if (index < Spelling.KEPT && kept < LIMIT) {
                kept++;
                within.element(index, known);
            }
        }
        return known;
    }
}
