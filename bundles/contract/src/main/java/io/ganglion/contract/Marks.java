// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

/** What a JSON object looks like from outside. */
record Marks(boolean isEntity, boolean isTemporal) {
    private static final Marks NONE = new Marks(false, false);

    /** Of a refused document: looks at names and first characters only. */
    static Marks of(byte[] body) {
        try {
            return read(body);
        } catch (Refusal refusal) {
            return NONE;
        }
    }

    private static Marks read(byte[] body) {
        JsonReader reader = new JsonReader(Settings.DEPTH_LIMIT);
        Skimmer skimmer = new Skimmer(reader, new Names());
        reader.reset(body);
        int marks = 0;
        boolean temporal = false;
        if (reader.isAtEnd() || reader.peek() != '{') {
            return NONE;
        }
        reader.open();
        if (reader.isEmpty('}')) {
            return NONE;
        }
        do {
            reader.name();
            String name = reader.text();
            reader.colon();
            if (name.equals(EntityReader.ID) || name.equals(EntityReader.TYPE)) {
                marks++;
            }
            int c = reader.peek();
            temporal |= !name.equals(EntityReader.CONTEXT) && (c == '[' || (c == '{' && hasValues(body, reader.pos)));
            skimmer.value();
        } while (reader.more('}'));
        return new Marks(marks == 2, temporal);
    }

    /** Whether an attribute has {@code values}, the simplified temporal form. */
    private static boolean hasValues(byte[] body, int at) {
        JsonReader reader = new JsonReader(Settings.DEPTH_LIMIT);
        Skimmer skimmer = new Skimmer(reader, new Names());
        reader.reset(body);
        reader.pos = at;
        reader.open();
        if (reader.isEmpty('}')) {
            return false;
        }
        do {
            reader.name();
            if (reader.text().equals(EntityReader.VALUES)) {
                return true;
            }
            reader.colon();
            skimmer.value();
        } while (reader.more('}'));
        return false;
    }
}
