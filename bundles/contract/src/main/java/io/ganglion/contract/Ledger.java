// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The readings of one payload in the order in which they came, before anybody judges them. */
final class Ledger implements Codec.Sink {
    /** The most readings of one payload. */
    static final int LIMIT = 100_000;

    private static final int USUAL = 256;

    /** What kind of reading it is. */
    enum Kind {
        NUMBER,
        TEXT,
        TRUTH,
        ABSENT
    }

    int count;
    Kind[] kind = new Kind[USUAL];
    String[] source = new String[USUAL];
    long[] time = new long[USUAL];
    /** A number; a truth value as 0 or 1. */
    double[] number = new double[USUAL];
    /** The unit of a number, the value of a text, why it is absent. */
    String[] text = new String[USUAL];

    String[] path = new String[USUAL];
    /** The time of the payload as a whole. */
    long document;
    /** What the payload says of itself: value and path. */
    final Map<String, String[]> about = new HashMap<>();

    void clear() {
        if (source.length > USUAL) {
            resize(USUAL);
        }
        count = 0;
        document = Codec.UNTIMED;
        about.clear();
    }

    @Override
    public void number(String name, long at, String unit, double value, String spot) {
        // First the place: adding may exchange the array.
        int i = add(Kind.NUMBER, name, at, unit, spot);
        number[i] = value;
    }

    @Override
    public void text(String name, long at, String value, String spot) {
        add(Kind.TEXT, name, at, value, spot);
    }

    @Override
    public void truth(String name, long at, boolean value, String spot) {
        int i = add(Kind.TRUTH, name, at, "", spot);
        number[i] = value ? 1 : 0;
    }

    @Override
    public void absent(String name, long at, String why, String spot) {
        add(Kind.ABSENT, name, at, why, spot);
    }

    @Override
    public void time(long at) {
        document = at;
    }

    @Override
    public void about(String what, String value, String spot) {
        about.put(what, new String[] {value, spot});
    }

    private int add(Kind what, String name, long at, String with, String spot) {
        int i = count;
        if (i == source.length) {
            if (i >= LIMIT) {
                throw new Refusal(Reason.TOO_LARGE, spot, -1, "more than " + LIMIT + " readings in one payload");
            }
            resize(Math.min(LIMIT, i * 2));
        }
        kind[i] = what;
        source[i] = name;
        time[i] = at;
        text[i] = with;
        path[i] = spot;
        count = i + 1;
        return i;
    }

    private void resize(int size) {
        kind = Arrays.copyOf(kind, size);
        source = Arrays.copyOf(source, size);
        time = Arrays.copyOf(time, size);
        number = Arrays.copyOf(number, size);
        text = Arrays.copyOf(text, size);
        path = Arrays.copyOf(path, size);
    }
}
