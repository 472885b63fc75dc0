// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.ngsi.form.Aggregation;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.TimeRange;
import io.ganglion.ngsi.form.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of the past is asked for, and in which form.
 *
 * @param lastN the newest rows only; 0 for all
 * @param aggregation what to make of the rows; empty for the rows themselves
 */
record TemporalQuestion(TimeRange range, int lastN, Form form, Optional<Aggregation> aggregation) {

    /** How rows are written. */
    enum Form {
        NORMALIZED,
        CONCISE,
        TEMPORAL_VALUES,
        AGGREGATED_VALUES
    }

    static final Set<String> FORM = Set.of("options", "format", "lastN", "aggrMethods", "aggrPeriodDuration");
    static final Set<String> TIME = Set.of("timerel", "timeAt", "endTimeAt", "timeproperty");

    private static final int LAST_MOST = 100_000;

    /** @param required whether a time must be given */
    static TemporalQuestion of(Parameters parameters, boolean required) {
        boolean given = TIME.stream().anyMatch(parameters::has);
        if (required && !given) {
            throw Problem.badData("a temporal query needs timerel (before, after, between) and timeAt");
        }
        TimeRange range = given
                ? TimeRange.of(
                        parameters.text("timerel"),
                        parameters.text("timeAt"),
                        parameters.text("endTimeAt"),
                        parameters.text("timeproperty"))
                : TimeRange.OPEN;
        return of(parameters, range, parameters.list("aggrMethods"), parameters.text("aggrPeriodDuration"), 0);
    }

    /** From the member {@code temporalQ} of a body. */
    static TemporalQuestion of(Parameters parameters, JsonNode body) {
        JsonNode asked = body.path("temporalQ");
        if (!asked.isObject()) {
            throw Problem.badData("a temporal query needs temporalQ with timerel and timeAt");
        }
        JsonNode last = asked.path("lastN");
        if (!last.isMissingNode() && (!last.canConvertToInt() || last.intValue() < 1 || last.intValue() > LAST_MOST)) {
            throw Problem.badData(
                    "lastN must be a number from 1 to " + LAST_MOST + ": " + Times.shortened(last.toString()));
        }
        TimeRange range = TimeRange.of(
                Question.text(asked, "timerel").orElse(""),
                Question.text(asked, "timeAt").orElse(""),
                Question.text(asked, "endTimeAt").orElse(""),
                Question.text(asked, "timeproperty").orElse(""));
        JsonNode methods = asked.path("aggrMethods");
        return of(
                parameters,
                range,
                methods.isTextual() ? List.of(methods.textValue().split(",")) : Question.texts(asked, "aggrMethods"),
                Question.text(asked, "aggrPeriodDuration").orElse(""),
                last.intValue());
    }

    private static TemporalQuestion of(
            Parameters parameters, TimeRange range, List<String> methods, String duration, int last) {
        Form form = form(parameters);
        if (form != Form.AGGREGATED_VALUES && (!methods.isEmpty() || !duration.isEmpty())) {
            throw Problem.badData("aggrMethods and aggrPeriodDuration belong to options=aggregatedValues");
        }
        int lastN = parameters.has("lastN") ? parameters.number("lastN", 0, 1, LAST_MOST) : last;
        if (form == Form.AGGREGATED_VALUES && lastN > 0) {
            throw Problem.badData("lastN and aggregatedValues exclude each other here");
        }
        return new TemporalQuestion(
                range,
                lastN,
                form,
                form == Form.AGGREGATED_VALUES
                        ? Optional.of(new Aggregation(methods, period(duration)))
                        : Optional.empty());
    }

    private static Form form(Parameters parameters) {
        String word = parameters.has("format") ? parameters.text("format") : parameters.text("options");
        return switch (word) {
            case "", "normalized" -> Form.NORMALIZED;
            case "concise" -> Form.CONCISE;
            case "temporalValues" -> Form.TEMPORAL_VALUES;
            case "aggregatedValues" -> Form.AGGREGATED_VALUES;
            default -> throw Problem.badData(
                    "a temporal answer is one of normalized, concise, temporalValues, aggregatedValues: "
                            + Times.shortened(word));
        };
    }

    private static long period(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            if (text.length() <= 40) {
                return Duration.parse(text.toUpperCase(Locale.ROOT)).toNanos();
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, as for a text that is too long.
        }
        throw Problem.badData("aggrPeriodDuration is a duration in days, hours, minutes and seconds like PT1H or P1D: "
                + Times.shortened(text));
    }
}
