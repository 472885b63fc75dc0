// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

/** What a JSON object looks like from outside. Reused from document to document; not thread-safe. */
final class Marks {
    private final JsonReader reader = new JsonReader(Settings.DEPTH_LIMIT);
    private final JsonReader inner = new JsonReader(Settings.DEPTH_LIMIT);
    private final Names names = new Names();
    private final Skimmer skimmer = new Skimmer(reader, names);
    private final Skimmer innerSkimmer = new Skimmer(inner, names);
    private boolean entity;
    private boolean temporal;

    /** It names itself as an NGSI-LD entity does. */
    boolean isEntity() {
        return entity;
    }

    /** It has arrays where an entity has values. */
    boolean isTemporal() {
        return temporal;
    }

    /** Looks at a refused document: at names and first characters only. */
    void read(byte[] body) {
        entity = false;
        temporal = false;
        try {
            skim(body);
        } catch (Refusal refusal) {
            entity = false;
            temporal = false;
        }
    }

    private void skim(byte[] body) {
        reader.reset(body);
        names.reset();
        if (reader.isAtEnd() || reader.peek() != '{') {
            return;
        }
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        int marks = 0;
        boolean arrays = false;
        do {
            reader.name();
            String name = reader.text();
            reader.colon();
            if (name.equals(EntityReader.ID) || name.equals(EntityReader.TYPE)) {
                marks++;
            }
            int c = reader.peek();
            arrays |= !name.equals(EntityReader.CONTEXT) && (c == '[' || (c == '{' && hasValues(body, reader.pos)));
            skimmer.value();
        } while (reader.more('}'));
        entity = marks == 2;
        temporal = arrays;
    }

    /** Whether an attribute has {@code values}, the simplified temporal form. */
    private boolean hasValues(byte[] body, int at) {
        inner.reset(body);
        inner.pos = at;
        inner.open();
        if (inner.isEmpty('}')) {
            return false;
        }
        do {
            inner.name();
            if (inner.text().equals(EntityReader.VALUES)) {
                return true;
            }
            inner.colon();
            innerSkimmer.value();
        } while (inner.more('}'));
        return false;
    }
}
