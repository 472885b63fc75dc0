// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.nio.charset.StandardCharsets;

/** One member that a contract knows, and what becomes of its value. */
final class Property {
    /** What a value is for. */
    enum Role {
        ID,
        TYPE,
        TIME,
        /** The JSON-LD context: stepped over. */
        CONTEXT,
        /** A number of the row. */
        COLUMN,
        /** A text beside the row. */
        TEXT,
        /** Checked, then dropped. */
        OTHER
    }

    final int index;
    final String name;
    final byte[] bytes;
    /** The name and its closing quote. */
    final byte[] quoted;

    final Role role;
    /** Place in the row or among the texts; -1 for other roles. */
    final int column;

    final boolean required;
    final Rule rule;
    /** Whether the rule is all that the schema says of it. */
    final boolean whole;

    /** UN/CEFACT code as bytes; empty where the value has no unit. */
    final byte[] unitCode;

    Property(
            int index,
            String name,
            Role role,
            int column,
            boolean required,
            Rule rule,
            boolean whole,
            String unitCode) {
        this.index = index;
        this.name = name;
        this.bytes = name.getBytes(StandardCharsets.UTF_8);
        this.quoted = (name + '"').getBytes(StandardCharsets.UTF_8);
        this.role = role;
        this.column = column;
        this.required = required;
        this.rule = rule;
        this.whole = whole;
        this.unitCode = unitCode.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether its value may come wrapped as an NGSI-LD attribute, to be told apart from an object that is the value. */
    boolean hasForms() {
        return switch (role) {
            case COLUMN, TIME, TEXT, OTHER -> !rule.allows(JsonType.OBJECT);
            case ID, TYPE, CONTEXT -> false;
        };
    }

    /** The unit as messages append it. */
    String unit() {
        return unitCode.length == 0 ? "" : " " + new String(unitCode, StandardCharsets.UTF_8);
    }

    /** {@code "motorCurrent must be at most 50 AMP: 412.5"}. */
    Refusal refuse(JsonReader reader, Reason reason, int offset, String due, String value) {
        return reader.refuse(reason, offset, name + " " + due + ": " + value);
    }
}
