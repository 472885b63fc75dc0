// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.Question;
import io.ganglion.ngsi.form.Effort;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Reading;
import io.ganglion.ngsi.form.Representation;
import io.ganglion.ngsi.form.Selection;
import io.ganglion.ngsi.form.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A subscription, checked (ETSI GS CIM 009, 5.2.12).
 *
 * @param definition as its client wrote it, without a context
 * @param written the context that it was written in
 * @param answering the context that notifications are written in
 * @param watched IRIs: one of them must be in what was observed; any where empty
 * @param throttling the least time between two notifications; zero for none
 * @param interval between notifications by the clock; zero where they follow observations
 * @param shown IRIs of the attributes in a notification; all where empty
 */
record Subscription(
        String id,
        ObjectNode definition,
        Scope written,
        Scope answering,
        Selection selection,
        Set<String> watched,
        Duration throttling,
        Duration interval,
        Optional<Instant> expiresAt,
        boolean active,
        Representation representation,
        Set<String> shown,
        boolean system,
        Endpoint endpoint) {

    private static final int SECONDS_MOST = 31_536_000;
    private static final Set<String> KNOWN = Set.of(
            "id",
            "type",
            "subscriptionName",
            "description",
            "entities",
            "watchedAttributes",
            "notificationTrigger",
            "timeInterval",
            "q",
            "isActive",
            "notification",
            "expiresAt",
            "throttling",
            "jsonldContext",
            "geoQ",
            "scopeQ",
            "csf");
    private static final Set<String> KNOWN_NOTIFICATION = Set.of("attributes", "format", "endpoint", "sysAttrs");
    private static final Set<String> TRIGGERS =
            Set.of("entityCreated", "entityUpdated", "attributeCreated", "attributeUpdated");

    static Subscription of(String id, ObjectNode definition, Scope scope, PinnedContexts contexts, Reach reach) {
        requireKnown(definition, KNOWN, "a subscription");
        Question.requireType(definition, "Subscription");
        JsonNode notification = definition.path("notification");
        if (!notification.isObject()) {
            throw Problem.badData("a subscription needs a notification with an endpoint");
        }
        requireKnown(notification, KNOWN_NOTIFICATION, "notification");
        Selection selection = Question.of(definition, "none", scope.terms());
        Set<String> watched = expanded(definition, "watchedAttributes", scope);
        Duration interval = seconds(definition, "timeInterval");
        if (selection.selectors().isEmpty() && watched.isEmpty()) {
            throw Problem.badData("a subscription names entities or watchedAttributes");
        }
        if (!interval.isZero() && (!watched.isEmpty() || definition.has("throttling"))) {
            throw Problem.badData("timeInterval excludes watchedAttributes and throttling");
        }
        requireTriggers(definition);
        return new Subscription(
                id,
                definition,
                scope,
                Question.text(definition, "jsonldContext").map(contexts::of).orElse(scope),
                selection,
                watched,
                seconds(definition, "throttling"),
                interval,
                Question.text(definition, "expiresAt").map(Subscription::instant),
                flag(definition, "isActive", true),
                representation(notification),
                expanded(notification, "attributes", scope),
                flag(notification, "sysAttrs", false),
                Endpoint.of(notification.path("endpoint"), reach));
    }

    private static Set<String> expanded(JsonNode json, String name, Scope scope) {
        return Question.texts(json, name).stream()
                .map(scope.terms()::expand)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Representation representation(JsonNode notification) {
        String format = Question.text(notification, "format").orElse("normalized");
        Representation representation = Representation.of(format);
        if (representation == null) {
            throw Problem.badData(
                    "notification.format is normalized, concise or keyValues: " + Times.shortened(format));
        }
        return representation;
    }

    private static void requireTriggers(JsonNode definition) {
        List<String> triggers = Question.texts(definition, "notificationTrigger");
        if (!TRIGGERS.containsAll(triggers)) {
            throw Problem.unsupported("nothing is deleted on this node; notificationTrigger is of "
                    + TRIGGERS.stream().sorted().toList() + ": " + triggers);
        }
    }

    static void requireKnown(JsonNode json, Set<String> names, String what) {
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw Problem.unsupported(what + " has a member that this node does not know: " + Times.shortened(name)
                        + "; known: " + names.stream().sorted().toList());
            }
        });
    }

    private static Instant instant(String text) {
        long nanos = Times.nanos("expiresAt", text);
        return Instant.ofEpochSecond(0, nanos);
    }

    private static Duration seconds(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return Duration.ZERO;
        }
        if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > SECONDS_MOST) {
            throw Problem.badData(name + " is a number of seconds above 0: " + Times.shortened(value.toString()));
        }
        return Duration.ofMillis(Math.max(1, Math.round(value.doubleValue() * 1_000)));
    }

    private static boolean flag(JsonNode json, String name, boolean otherwise) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw Problem.badData(name + " is true or false: " + Times.shortened(value.toString()));
        }
        return value.booleanValue();
    }

    boolean isDue(Instant now) {
        return active && !isExpired(now);
    }

    boolean isExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    /** Whether an observation is to be told. */
    boolean wants(Reading reading, Effort effort) {
        return (watched.isEmpty() || reading.hasAny(watched))
                && selection.fits(reading.id(), reading.shape(), effort)
                && selection.holds(reading, effort);
    }
}
