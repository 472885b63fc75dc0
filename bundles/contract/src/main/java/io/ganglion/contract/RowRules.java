// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Holds the values that a codec read against the same rules as NGSI-LD's; the reasons and messages are the same. */
final class RowRules {
    private RowRules() {}

    static void number(Property property, double value, String path) {
        if (!Double.isFinite(value)) {
            throw refuse(Reason.NOT_FINITE, property, "must be a finite number", value, path);
        }
        Rule rule = property.rule;
        if (!rule.allows(JsonType.NUMERIC)) {
            throw misfit(property, JsonType.NUMBER, path);
        }
        if (!rule.allows(JsonType.NUMBER) && value != Math.rint(value)) {
            throw refuse(Reason.WRONG_TYPE, property, "must be an integer", value, path);
        }
        if (!rule.range().contains(value)) {
            String due = "must be " + rule.range().due(value) + property.unit();
            throw refuse(Reason.OUT_OF_RANGE, property, due, value, path);
        }
        Optional<BigDecimal> step = rule.multipleOf();
        if (step.isPresent() && BigDecimal.valueOf(value).remainder(step.get()).signum() != 0) {
            throw refuse(Reason.SCHEMA, property, "must be a multiple of " + step.get(), value, path);
        }
        if (rule.allowed().isPresent()) {
            allowed(property, value == 0.0 ? (Object) 0.0 : (Object) value, path);
        }
    }

    static void text(Property property, String value, String path) {
        Rule rule = property.rule;
        if (!rule.allows(JsonType.STRING)) {
            throw misfit(property, JsonType.STRING, path);
        }
        if (rule.isPlainString()) {
            return;
        }
        int length = value.codePointCount(0, value.length());
        if (length < rule.minLength() || length > rule.maxLength()) {
            String due = length < rule.minLength() ? "at least " + rule.minLength() : "at most " + rule.maxLength();
            throw refuse(Reason.SCHEMA, property, "must have " + due + " characters", value, path);
        }
        if (!hasFormat(rule.format(), value)) {
            String due = rule.format() == Rule.Format.URI ? "an absolute URI" : "a date-time by RFC 3339";
            throw refuse(Reason.SCHEMA, property, "must be " + due, value, path);
        }
        if (rule.pattern().isPresent() && !rule.pattern().get().matcher(value).find()) {
            throw refuse(Reason.SCHEMA, property, "must match " + rule.pattern().get(), value, path);
        }
        allowed(property, value, path);
    }

    private static boolean hasFormat(Rule.Format format, String value) {
        return switch (format) {
            case NONE -> true;
            case URI -> Uris.isAbsolute(value);
            case DATE_TIME -> Times.rfc3339(value) != Timestamps.INVALID;
        };
    }

    static void truth(Property property, boolean value, String path) {
        if (!property.rule.allows(JsonType.BOOLEAN)) {
            throw misfit(property, JsonType.BOOLEAN, path);
        }
        allowed(property, value, path);
    }

    private static void allowed(Property property, Object value, String path) {
        Optional<List<Object>> allowed = property.rule.allowed();
        if (allowed.isPresent() && !allowed.get().contains(value)) {
            throw refuse(Reason.SCHEMA, property, "must be one of " + allowed.get(), value, path);
        }
    }

    static Refusal misfit(Property property, int type, String path) {
        return new Refusal(
                Reason.WRONG_TYPE,
                path,
                -1,
                property.name + " must be of type " + JsonType.describe(property.rule.types()) + ", not "
                        + JsonType.describe(type));
    }

    static Refusal refuse(Reason reason, Property property, String due, Object value, String path) {
        return new Refusal(reason, path, -1, property.name + " " + due + ": " + Refusal.quote(String.valueOf(value)));
    }
}
