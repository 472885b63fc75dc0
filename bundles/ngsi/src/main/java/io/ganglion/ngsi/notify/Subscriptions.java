// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Outlet;
import io.ganglion.ngsi.Question;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.Effort;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Reading;
import io.ganglion.ngsi.form.Selection;
import io.ganglion.ngsi.form.Shape;
import io.ganglion.ngsi.form.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions of this node. Thread-safe; {@link #observed} does not block. */
public final class Subscriptions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.ngsi");
    private static final long EFFORT = 20_000;
    private static final int SAVE_EVERY_SECONDS = 30;

    private final PinnedContexts contexts;
    private final Reach reach;
    private final SubscriptionFiles files;
    private final Courier courier;
    private final ScheduledExecutorService timer;
    private final Function<Selection, List<Reading>> current;
    private final Limits limits;
    private final Map<String, Open> all = new ConcurrentSkipListMap<>();
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();
    private final Inbox inbox;

    /** A subscription and what waits for it. */
    private record Open(Subscription subscription, Mailbox mailbox, Saved saved) {}

    /** What was last written of the books. */
    private static final class Saved {
        private volatile long attempts;
        private volatile Instant clocked = Instant.EPOCH;
    }

    /**
     * Bounds.
     *
     * @param most subscriptions at a time
     * @param firstPause before the second attempt of a delivery; each further one waits twice as long
     */
    public record Limits(int most, Duration firstPause, Clock clock) {}

    /**
     * Opens those that were kept.
     *
     * @param folder where they are kept
     * @param outlet gives this node's own broker, or null while there is none
     * @param timer one thread for matching and for time
     * @param threads for waiting on endpoints
     * @param current reads entities as they stand, for notifications by the clock
     * @throws IOException where the folder cannot be used
     */
    public static Subscriptions open(
            PinnedContexts contexts,
            Reach reach,
            Path folder,
            Supplier<Outlet> outlet,
            ScheduledExecutorService timer,
            ExecutorService threads,
            Function<Selection, List<Reading>> current,
            Limits limits)
            throws IOException {
        Courier courier = new Courier(outlet, reach, threads);
        return new Subscriptions(contexts, reach, SubscriptionFiles.in(folder), courier, timer, current, limits);
    }

    private Subscriptions(
            PinnedContexts contexts,
            Reach reach,
            SubscriptionFiles files,
            Courier courier,
            ScheduledExecutorService timer,
            Function<Selection, List<Reading>> current,
            Limits limits)
            throws IOException {
        this.contexts = contexts;
        this.reach = reach;
        this.files = files;
        this.courier = courier;
        this.timer = timer;
        this.current = current;
        this.limits = limits;
        inbox = new Inbox(timer, observation -> match(Reading.of(observation, shape(observation.contract()))));
        for (ObjectNode kept : files.readAll()) {
            reopen(kept);
        }
        timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::save, SAVE_EVERY_SECONDS, SAVE_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void reopen(ObjectNode kept) {
        String id = kept.path("id").asText();
        try {
            Scope scope = kept.has("context") ? contexts.of(kept.path("context")) : contexts.core();
            Open open = open(Subscription.of(id, kept.withObject("/definition"), scope, contexts, reach));
            open.mailbox().restore(Books.of(kept.path("books")));
            all.put(id, open);
        } catch (Problem e) {
            LOG.error("subscription {} is not served, its file stays: {}", id, e.getMessage());
        }
    }

    private Open open(Subscription subscription) {
        Mailbox mailbox = new Mailbox(
                readings -> courier.deliver(
                        subscription.endpoint(),
                        Notice.of(subscription, readings, limits.clock().instant(), contexts)),
                timer,
                limits.firstPause(),
                limits.clock());
        return new Open(subscription, mailbox, new Saved());
    }

    /** Opens one and keeps it. Returns its id. */
    public synchronized String create(ObjectNode json, Scope scope) {
        ObjectNode definition = json.deepCopy();
        definition.remove("@context");
        String id =
                definition.has("id") ? definition.path("id").asText() : "urn:ngsi-ld:Subscription:" + UUID.randomUUID();
        Question.requireUri(id);
        if (all.containsKey(id)) {
            throw new Problem(Problem.Kind.ALREADY_EXISTS, "there is a subscription " + Times.shortened(id));
        }
        if (all.size() >= limits.most()) {
            throw new Problem(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "this node serves at most " + limits.most()
                            + " subscriptions: delete one, or raise max_subscriptions");
        }
        Subscription subscription = Subscription.of(id, definition, scope, contexts, reach);
        Open open = open(subscription);
        keep(open);
        all.put(id, open);
        return id;
    }

    /** Exchanges members of one; a member that is null is removed. What waits for it is dropped. */
    public synchronized void change(String id, ObjectNode json, Scope scope) {
        Open before = require(id);
        ObjectNode definition = before.subscription().definition().deepCopy();
        json.fields().forEachRemaining(member -> {
            if (member.getKey().equals("id") && !member.getValue().asText().equals(id)) {
                throw Problem.badData("a subscription keeps its id: " + Times.shortened(id));
            }
            if (member.getValue().isNull()) {
                definition.remove(member.getKey());
            } else if (!member.getKey().equals("@context")) {
                definition.set(member.getKey(), member.getValue());
            }
        });
        // Names that stay were written in the context of then: without a new one that holds on.
        Scope reads = scope.equals(contexts.core()) ? before.subscription().written() : scope;
        Open after = open(Subscription.of(id, definition, reads, contexts, reach));
        after.mailbox().restore(before.mailbox().books());
        keep(after);
        all.put(id, after);
        close(before);
    }

    public synchronized void delete(String id) {
        Open open = require(id);
        try {
            files.delete(id);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.INTERNAL_ERROR, "the subscription cannot be deleted: " + e.getMessage());
        }
        all.remove(id);
        close(open);
    }

    private void close(Open open) {
        open.mailbox().close();
        if (open.subscription().endpoint().isMqtt()) {
            courier.leave(open.subscription().endpoint());
        }
    }

    private Open require(String id) {
        Open open = all.get(id);
        if (open == null) {
            throw Problem.notFound("no subscription " + Times.shortened(id) + "; GET /subscriptions lists them");
        }
        return open;
    }

    public Collection<String> ids() {
        return List.copyOf(all.keySet());
    }

    /** One, with its books, as its client wrote it. */
    public ObjectNode describe(String id) {
        Open open = require(id);
        ObjectNode json = BoundedJson.mapper().createObjectNode().put("id", id);
        json.setAll(open.subscription().definition().deepCopy());
        Instant now = limits.clock().instant();
        json.put("isActive", open.subscription().active());
        json.put(
                "status",
                open.subscription().isExpired(now)
                        ? "expired"
                        : open.subscription().active() ? "active" : "paused");
        open.mailbox().books().write(json.withObject("/notification"));
        return json;
    }

    /** The context that one was written in. */
    public Scope scope(String id) {
        return require(id).subscription().written();
    }

    /** Observations that nobody could be told of, because they came faster than they could be matched. */
    public long missed() {
        return inbox.missed();
    }

    /** Whether anybody listens. Cheap: asked for every observation. */
    public boolean isIdle() {
        return all.isEmpty();
    }

    /** Takes an observation from a partition's thread. */
    public void observed(Observation observation) {
        inbox.put(observation);
    }

    private Shape shape(Contract contract) {
        Shape known = shapes.get(contract.reference());
        if (known == null || known.contract() != contract) {
            known = Shape.of(contract, contexts);
            shapes.put(contract.reference(), known);
        }
        return known;
    }

    private void match(Reading reading) {
        Instant now = limits.clock().instant();
        for (Open open : all.values()) {
            Subscription subscription = open.subscription();
            if (subscription.interval().isZero()
                    && subscription.isDue(now)
                    && !open.mailbox().isWithin(subscription.throttling())) {
                try {
                    if (subscription.wants(reading, new Effort(EFFORT))) {
                        open.mailbox().put(List.of(reading));
                    }
                } catch (Problem e) {
                    open.mailbox().fail(e.getMessage());
                }
            }
        }
    }

    /** Notifications by the clock. */
    private void tick() {
        Instant now = limits.clock().instant();
        for (Open open : all.values()) {
            Subscription subscription = open.subscription();
            if (!subscription.interval().isZero()
                    && subscription.isDue(now)
                    && !now.isBefore(open.saved().clocked.plus(subscription.interval()))) {
                open.saved().clocked = now;
                try {
                    List<Reading> readings = current.apply(subscription.selection());
                    if (!readings.isEmpty()) {
                        open.mailbox().put(readings);
                    }
                } catch (RuntimeException e) {
                    open.mailbox().fail(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void save() {
        all.values().forEach(this::saveChanged);
    }

    /** Under the lock, so that one that was deleted or exchanged meanwhile does not come back. */
    private synchronized void saveChanged(Open open) {
        Books books = open.mailbox().books();
        if (all.get(open.subscription().id()) == open && books.sent() + books.failed() != open.saved().attempts) {
            try {
                write(open, books);
            } catch (IOException e) {
                LOG.warn("the books of {} are not kept: {}", open.subscription().id(), e.getMessage());
            }
        }
    }

    private void keep(Open open) {
        try {
            write(open, open.mailbox().books());
        } catch (IOException e) {
            throw new Problem(
                    Problem.Kind.INTERNAL_ERROR,
                    "the subscription cannot be kept, so it is not taken: " + e.getMessage());
        }
    }

    private void write(Open open, Books books) throws IOException {
        ObjectNode content = BoundedJson.mapper()
                .createObjectNode()
                .put("id", open.subscription().id());
        content.set("definition", open.subscription().definition());
        content.set("context", open.subscription().written().json());
        books.write(content.putObject("books"));
        files.write(open.subscription().id(), content);
        open.saved().attempts = books.sent() + books.failed();
    }

    @Override
    public void close() {
        save();
        all.values().forEach(open -> open.mailbox().close());
        courier.close();
    }
}
