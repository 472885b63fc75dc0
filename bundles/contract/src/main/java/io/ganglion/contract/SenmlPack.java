// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import java.util.HashMap;
import java.util.Map;

/**
 * Resolves the records of one SenML pack (RFC 8428 section 4.6), whichever way they are written. A reader sets the fields
 * of a record, then calls {@link #end}.
 */
final class SenmlPack {
    /** Which fields a record has, as bits. */
    static final int NAME = 1;

    static final int UNIT = 1 << 1;
    static final int VALUE = 1 << 2;
    static final int STRING = 1 << 3;
    static final int BOOLEAN = 1 << 4;
    static final int DATA = 1 << 5;
    static final int SUM = 1 << 6;
    static final int TIME = 1 << 7;
    static final int BASE_NAME = 1 << 8;
    static final int BASE_TIME = 1 << 9;
    static final int BASE_UNIT = 1 << 10;
    static final int BASE_VALUE = 1 << 11;
    static final int BASE_SUM = 1 << 12;
    static final int VERSION = 1 << 13;
    static final int UPDATE = 1 << 14;

    /** Every field by its name; the place is the bit. */
    private static final String[] FIELDS = {
        "n", "u", "v", "vs", "vb", "vd", "s", "t", "bn", "bt", "bu", "bv", "bs", "bver", "ut"
    };

    private static final int VALUES = VALUE | STRING | BOOLEAN | DATA;
    private static final int REGULAR = VALUES | NAME | UNIT | SUM | TIME | UPDATE;
    /** Longest name, characters: names are added up for each record. */
    private static final int NAME_LIMIT = 512;

    private static final int NAMES_KEPT = 256;

    private static final int HIGHEST_VERSION = 10;
    /** Seconds; a time below is relative to now. */
    private static final long RELATIVE = 1L << 28;

    private static final long NANOS = 1_000_000_000L;
    /** Behind the name of a sum; no SenML name has it. */
    private static final String SUM_MARK = "#sum";

    private static final Paths RECORDS = new Paths("/", "");
    private static final Paths NAMES = new Paths("/", "/n");
    private static final Paths[] PATHS = {
        new Paths("/", "/v"), new Paths("/", "/vs"), new Paths("/", "/vb"), new Paths("/", "/vd")
    };

    // The record that is read now.
    int has;
    String name = "";
    String unit = "";
    double value;
    double sum;
    /** Nanoseconds. */
    long time;

    String text = "";
    boolean truth;

    // What holds from here on.
    String baseName = "";
    String baseUnit = "";
    double baseValue;
    double baseSum;
    /** Nanoseconds. */
    long baseTime;

    int version = HIGHEST_VERSION;

    private boolean hasBaseValue;
    private boolean hasBaseSum;
    private long now;
    private int index;
    private String lastBase = "";
    private final Map<String, String> fullNames = new HashMap<>();

    void begin(long receivedAt) {
        now = receivedAt;
        index = 0;
        baseName = "";
        baseUnit = "";
        baseValue = 0;
        baseSum = 0;
        baseTime = 0;
        hasBaseValue = false;
        hasBaseSum = false;
        beginRecord();
    }

    void beginRecord() {
        has = 0;
        name = "";
        unit = "";
        sum = 0;
        time = 0;
        version = HIGHEST_VERSION;
    }

    /** The bit of a field; 0 for one that is none of SenML's. */
    static int field(String label) {
        return switch (label) {
            case "n" -> NAME;
            case "u" -> UNIT;
            case "v" -> VALUE;
            case "vs" -> STRING;
            case "vb" -> BOOLEAN;
            case "vd" -> DATA;
            case "s" -> SUM;
            case "t" -> TIME;
            case "bn" -> BASE_NAME;
            case "bt" -> BASE_TIME;
            case "bu" -> BASE_UNIT;
            case "bv" -> BASE_VALUE;
            case "bs" -> BASE_SUM;
            case "bver" -> VERSION;
            case "ut" -> UPDATE;
            default -> 0;
        };
    }

    static String label(int field) {
        return FIELDS[Integer.numberOfTrailingZeros(field)];
    }

    /** Where the record stands that is read now. */
    String path() {
        return RECORDS.at(index);
    }

    int index() {
        return index;
    }

    /** The record is complete. */
    void end(Codec.Sink sink) {
        if (version > HIGHEST_VERSION) {
            throw wrong(path() + "/bver", "bver is " + version + ", and this node reads up to " + HIGHEST_VERSION);
        }
        if (has == 0) {
            throw wrong(path(), "a record has none of its fields; of NGSI-LD, send one entity a payload, not an array");
        }
        hasBaseValue |= (has & BASE_VALUE) != 0;
        hasBaseSum |= (has & BASE_SUM) != 0;
        if ((has & REGULAR) != 0) {
            emit(sink);
        }
        index++;
        beginRecord();
    }

    private void emit(Codec.Sink sink) {
        String full = fullName();
        long at = at();
        int values = has & VALUES;
        if (Integer.bitCount(values) > 1) {
            throw wrong(path(), "a record has one of v, vs, vb, vd, this one has " + Integer.bitCount(values));
        }
        if (values == 0 && (has & SUM) == 0 && !hasBaseValue && !hasBaseSum) {
            throw wrong(path(), "a record without v, vs, vb, vd or s says nothing");
        }
        if (values == VALUE || (values == 0 && hasBaseValue)) {
            double resolved = (values == VALUE ? value : 0) + baseValue;
            sink.number(full, at, (has & UNIT) != 0 ? unit : baseUnit, resolved, PATHS[0].at(index));
        } else if (values == BOOLEAN) {
            sink.truth(full, at, truth, PATHS[2].at(index));
        } else if (values != 0) {
            sink.text(full, at, text, PATHS[values == STRING ? 1 : 3].at(index));
        }
        if ((has & SUM) != 0 || hasBaseSum) {
            double resolved = ((has & SUM) != 0 ? sum : 0) + baseSum;
            sink.number(full + SUM_MARK, at, "", resolved, path() + "/s");
        }
    }

    /** A device says the same names again and again: each is put together and checked once. */
    private String fullName() {
        if (!baseName.equals(lastBase) || fullNames.size() > NAMES_KEPT) {
            fullNames.clear();
            lastBase = baseName;
        }
        String known = fullNames.get(name);
        if (known == null) {
            known = checked(baseName.length() + name.length() > NAME_LIMIT ? "" : baseName + name);
            fullNames.put(name, known);
        }
        return known;
    }

    private String checked(String full) {
        if (full.isEmpty()
                || !Character.isLetterOrDigit(full.charAt(0))
                || !full.chars().allMatch(SenmlPack::isName)) {
            throw wrong(
                    NAMES.at(index),
                    "a name has letters, digits and - : . / _, begins with one of the former, and has at most "
                            + NAME_LIMIT + " characters: " + Refusal.quote(baseName + name));
        }
        return full;
    }

    private static boolean isName(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == ':'
                || c == '.'
                || c == '/'
                || c == '_';
    }

    private long at() {
        try {
            long sumOfBoth = Math.addExact(baseTime, time);
            return sumOfBoth < RELATIVE * NANOS ? Math.addExact(now, sumOfBoth) : sumOfBoth;
        } catch (ArithmeticException e) {
            throw new Refusal(Reason.BAD_TIME, path() + "/t", -1, "bt and t add up to no time that this node can hold");
        }
    }

    private static Refusal wrong(String path, String message) {
        return new Refusal(Reason.MALFORMED, path, -1, "not SenML: " + message);
    }
}
