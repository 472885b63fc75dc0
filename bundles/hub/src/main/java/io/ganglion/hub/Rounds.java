// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Router;
import io.ganglion.hub.feed.FeedServlet;
import io.ganglion.hub.ledger.Ledger;
import io.ganglion.hub.ledger.LedgerException;
import io.ganglion.hub.node.ModelBundles;
import io.ganglion.hub.node.RouterWatch;
import io.ganglion.hub.shelf.Card;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub does by itself, on one thread, {@code ganglion-hub}: enters the models that came with the node, takes the
 * router's decisions, lets the feature repository follow, verifies. What fails is tried again in the next round.
 */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.hub");
    private static final int STOP_SECONDS = 5;

    private final Ledger ledger;
    private final Registry registry;
    private final ModelBundles bundles;
    private final RouterWatch watch;
    private final Clock clock;
    private final Duration verifyPeriod;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "ganglion-hub"));

    /** By bundle id and its last change: what came of entering it; empty where it is entered. */
    private final Map<String, String> entered = new HashMap<>();

    private volatile Optional<Router> router = Optional.empty();
    private volatile List<String> findings = List.of();
    private volatile List<String> unentered = List.of();
    private volatile String unwritten = "";
    private Instant verified = Instant.MIN;
    private String said = "";

    Rounds(String node, Ledger ledger, Registry registry, ModelBundles bundles, Clock clock, int verifyMinutes) {
        this.ledger = ledger;
        this.registry = registry;
        this.bundles = bundles;
        this.watch = new RouterWatch(ledger, node);
        this.clock = clock;
        this.verifyPeriod = Duration.ofMinutes(Math.max(1, verifyMinutes));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start(int periodMillis) {
        thread.scheduleWithFixedDelay(this::run, 0, periodMillis, TimeUnit.MILLISECONDS);
    }

    Optional<Router> router() {
        return router;
    }

    void router(Optional<Router> now) {
        router = now;
    }

    void leave(Router gone) {
        if (router.equals(Optional.of(gone))) {
            router = Optional.empty();
        }
    }

    /** One round; never throws. */
    void run() {
        try {
            enter();
            pull();
            follow();
            if (clock.instant().isAfter(verified.equals(Instant.MIN) ? Instant.MIN : verified.plus(verifyPeriod))) {
                verify();
            }
        } catch (LedgerException e) {
            // It is state already, and said below.
        } catch (RuntimeException e) {
            LOG.error("a round of the hub failed; it is tried again", e);
        }
        say(trouble());
    }

    private void say(String now) {
        if (!now.equals(said)) {
            if (now.isEmpty()) {
                LOG.info("well again");
            } else {
                LOG.warn("{}", now);
            }
            said = now;
        }
    }

    /** Takes the router's new decisions. */
    void pull() {
        router.ifPresent(watch::pull);
    }

    void follow() {
        try {
            registry.follow();
            unwritten = "";
        } catch (IOException e) {
            unwritten = "the feature repository cannot be written: " + e.getMessage();
        }
    }

    synchronized List<String> verify() {
        findings = List.copyOf(registry.verify());
        verified = clock.instant();
        return findings;
    }

    /** Where something was wrong, somebody may have put it right just now. */
    void lookAgain() {
        if (!findings.isEmpty()) {
            verify();
        }
    }

    String trouble() {
        List<String> all = new ArrayList<>(findings);
        all.addAll(unentered);
        all.add(ledger.trouble());
        all.add(watch.notice());
        all.add(unwritten);
        return String.join("; ", all.stream().filter(one -> !one.isEmpty()).toList());
    }

    private void enter() {
        Map<String, String> now = new HashMap<>();
        for (Bundle bundle : bundles.here()) {
            String key = bundle.getBundleId() + " " + bundle.getLastModified();
            String result = entered.get(key);
            if (result == null && !ModelBundles.isOurs(bundle)) {
                result = enter(bundle, ModelBundles.model(bundle).orElseThrow());
            }
            now.put(key, result == null ? "" : result);
        }
        entered.clear();
        entered.putAll(now);
        unentered = now.values().stream().filter(one -> !one.isEmpty()).sorted().toList();
    }

    /** A model that came with the node or was installed by hand has its origin in its card. */
    private String enter(Bundle bundle, ModelId id) {
        String origin =
                bundle.getSymbolicName() + " " + bundle.getVersion() + " from " + withoutSecrets(bundle.getLocation());
        try (InputStream in = new URL(bundle.getLocation()).openStream()) {
            Step first = new Step(clock.instant(), Stage.APPROVED, "build", "came as bundle " + origin);
            registry.register(id, in, content -> Card.lineage(content.card(), content.contract()), first);
            return "";
        } catch (IOException e) {
            if (e.getCause() instanceof LedgerException away) {
                throw away;
            }
            return "bundle " + origin + " is not in the registry: " + e.getMessage();
        }
    }

    /** A story is read by many; a login in a URL, or a feed's key, is not for them. */
    static String withoutSecrets(String location) {
        return location.replaceAll("//[^/@]*@", "//...@").replaceAll("(" + FeedServlet.FEED + ")/[^/]*/", "$1/.../");
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
