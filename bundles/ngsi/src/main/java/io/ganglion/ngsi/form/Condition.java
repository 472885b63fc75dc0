// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import java.util.List;

/** What a {@code q} asks of an entity. An attribute that the entity lacks fulfils nothing but its own absence. */
public sealed interface Condition {

    boolean holds(Reading reading, Effort effort);

    /** All of them. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Reading reading, Effort effort) {
            return parts.stream().allMatch(part -> part.holds(reading, effort));
        }
    }

    /** At least one of them. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Reading reading, Effort effort) {
            return parts.stream().anyMatch(part -> part.holds(reading, effort));
        }
    }

    /** The attribute is there, or is not. */
    record There(Path path, boolean due) implements Condition {
        @Override
        public boolean holds(Reading reading, Effort effort) {
            return (path.of(reading) != null) == due;
        }
    }

    /** Equal to one of the values, or in one of the ranges; or to none of them. */
    record In(Path path, List<Span> spans, boolean due) implements Condition {
        @Override
        public boolean holds(Reading reading, Effort effort) {
            Object value = path.of(reading);
            return value != null && spans.stream().anyMatch(span -> span.holds(value)) == due;
        }
    }

    /** Smaller or greater. */
    record Beside(Path path, boolean less, boolean orEqual, Object bound) implements Condition {
        @Override
        public boolean holds(Reading reading, Effort effort) {
            Integer order = Span.order(path.of(reading), bound);
            return order != null && (order == 0 ? orEqual : order < 0 == less);
        }
    }

    /** Matches a pattern, or does not. */
    record Like(Path path, SafePattern pattern, boolean due) implements Condition {
        @Override
        public boolean holds(Reading reading, Effort effort) {
            return path.of(reading) instanceof String text && pattern.finds(text, effort) == due;
        }
    }

    /** What a condition looks at. */
    record Path(String attribute, Member member) {

        enum Member {
            VALUE,
            OBSERVED_AT,
            UNIT_CODE
        }

        Object of(Reading reading) {
            Object value = reading.value(attribute);
            if (value == null || member == Member.VALUE) {
                return value;
            }
            if (member == Member.OBSERVED_AT) {
                return new Reading.Moment(reading.time());
            }
            Integer column = reading.shape().columns().get(attribute);
            return column == null
                    ? null
                    : reading.shape().contract().attributes().get(column).unitCode();
        }
    }

    /** From one value to another, both included; a single value is both. */
    record Span(Object from, Object to) {

        boolean holds(Object value) {
            Integer low = order(value, from);
            Integer high = order(value, to);
            return low != null && high != null && low >= 0 && high <= 0;
        }

        /** As of a comparator; null where the two cannot be compared. */
        static Integer order(Object value, Object bound) {
            if (value instanceof Double a && bound instanceof Double b) {
                return Double.compare(a, b);
            }
            if (value instanceof Reading.Moment a && bound instanceof Reading.Moment b) {
                return Long.compare(a.nanos(), b.nanos());
            }
            return value instanceof String a && bound instanceof String b ? Integer.signum(a.compareTo(b)) : null;
        }
    }
}
