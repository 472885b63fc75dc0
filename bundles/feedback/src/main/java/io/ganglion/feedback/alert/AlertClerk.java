// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.model.Condition;
import io.ganglion.api.series.InsightHistory;
import io.ganglion.api.series.InsightHistory.Judgement;
import io.ganglion.feedback.News;
import io.ganglion.feedback.keep.Episode;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.order.Desk;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what the fast road saw, on a thread of its own. A disk that refuses is asked again each second; meanwhile the
 * newest word about each device is kept, and no older one.
 */
public final class AlertClerk implements Alerts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertClerk.class);
    private static final int WAITING = 10_000;
    private static final int AT_ONCE = 500;
    private static final int CATCH_UP = 100_000;
    private static final long PAUSE_MILLIS = 1_000;

    private final Ledger ledger;
    private final Episodes episodes;
    private final Supplier<Policies> policies;
    private final BlockingQueue<Turn> queue = new ArrayBlockingQueue<>(WAITING);
    private final Map<String, Spell> open = new ConcurrentHashMap<>();
    /** What the disk refused; of a device the newest. */
    private final Map<String, Turn> refused = new LinkedHashMap<>();

    private final Thread thread = new Thread(this::run, "ganglion-alerts");
    private volatile Optional<InsightHistory> history = Optional.empty();
    private volatile boolean loaded;
    private volatile boolean stopping;

    public AlertClerk(Ledger ledger, Labels labels, Desk desk, Supplier<Policies> policies, News news, Clock clock) {
        this.ledger = ledger;
        this.policies = policies;
        episodes = new Episodes(labels, desk, news, clock);
        thread.setDaemon(true);
        try {
            load();
        } catch (UncheckedIOException e) {
            LOG.warn("Open episodes cannot be read yet: {}", e.getMessage());
        }
    }

    public void start() {
        thread.start();
    }

    /** Where the rows stand that were judged while nobody wrote down. */
    public void history(Optional<InsightHistory> from) {
        history = from;
    }

    private void load() {
        ledger.act(books -> books.open()).forEach(this::remember);
        loaded = true;
    }

    private void remember(Episode episode) {
        episode.spells().forEach((device, spell) -> {
            String key = key(episode.alert().contract(), device);
            if (spell.to() == 0 && episode.alert().open()) {
                open.put(key, spell);
            } else {
                open.remove(key);
            }
        });
    }

    private static String key(String contract, String device) {
        return contract + '\0' + device;
    }

    /** Of a spell that goes on. */
    Optional<Spell> spell(String contract, String device) {
        return Optional.ofNullable(open.get(key(contract, device)));
    }

    /** Takes it, or says that there is no room. Never waits. */
    boolean offer(Turn turn) {
        return queue.offer(turn);
    }

    private void run() {
        boolean caughtUp = false;
        while (!stopping || !queue.isEmpty()) {
            try {
                if (!loaded) {
                    load();
                }
                if (!caughtUp && history.isPresent()) {
                    catchUp(history.get());
                    caughtUp = true;
                }
                round();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Alerts are not written: {}", e.getMessage());
                caughtUp |= !(e instanceof UncheckedIOException);
                pause();
            }
            if (stopping && !refused.isEmpty()) {
                return;
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        List<Turn> turns = new ArrayList<>(refused.values());
        Turn first = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            turns.add(first);
            queue.drainTo(turns, AT_ONCE);
        }
        if (!turns.isEmpty()) {
            write(turns);
        }
    }

    /** All of them, or none. */
    void write(List<Turn> turns) {
        try {
            List<Episode> written = ledger.act(books -> {
                List<Episode> touched = new ArrayList<>();
                for (Turn turn : turns) {
                    episodes.take(turn, books);
                    books.latest(turn.contract(), turn.device()).ifPresent(touched::add);
                }
                return touched;
            });
            refused.clear();
            written.forEach(this::remember);
        } catch (UncheckedIOException e) {
            turns.forEach(turn -> refused.put(key(turn.contract(), turn.device()), turn));
            throw e;
        }
    }

    /** Goes through what was judged of open episodes' devices since they were seen last. */
    void catchUp(InsightHistory judged) {
        List<Episode> all = ledger.act(books -> books.open());
        List<Turn> turns = new ArrayList<>();
        for (Episode episode : all) {
            episode.spells().forEach((device, spell) -> {
                if (spell.to() == 0) {
                    catchUp(judged, episode, device, spell).ifPresent(turns::add);
                }
            });
        }
        if (!turns.isEmpty()) {
            write(turns);
        }
    }

    private Optional<Turn> catchUp(InsightHistory judged, Episode episode, String device, Spell spell) {
        Alert alert = episode.alert();
        AlertPolicy policy = policies.get().covering(alert.contract(), device);
        Vigil vigil = Vigil.resumed(policy, spell);
        Turn last = null;
        for (Judgement row : judged.judgements(alert.contract(), device, spell.seen() + 1, Long.MAX_VALUE, CATCH_UP)) {
            if (row.replayed() || row.verdict() == Condition.COMMISSIONING) {
                continue;
            }
            boolean anomalous = row.verdict() == Condition.ANOMALOUS;
            Vigil.Word word = vigil.row(anomalous, WatchOperator.share(row.score(), row.threshold()), row.time());
            if (word != Vigil.Word.NOTHING) {
                boolean over = word == Vigil.Word.WELL;
                last = new Turn(
                        policy,
                        alert.contract(),
                        device,
                        episode.entity(),
                        over,
                        vigil.from,
                        over ? vigil.wellAt() : row.time(),
                        vigil.rows,
                        vigil.peak,
                        vigil.severity,
                        alert.model(),
                        alert.contributions());
                vigil.taken(word, row.time());
            }
            if (word == Vigil.Word.WELL) {
                break;
            }
        }
        return Optional.ofNullable(last);
    }

    @Override
    public List<Alert> list(String device, Instant from, Instant to, boolean openOnly, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one is asked for: limit=" + limit);
        }
        return ledger.act(books -> books.episodes(device, from, to, openOnly, limit)).stream()
                .map(Episode::alert)
                .toList();
    }

    @Override
    public Optional<Alert> find(String id) {
        return ledger.act(books -> books.episode(id)).map(Episode::alert);
    }

    @Override
    public String trouble() {
        return ledger.trouble().isEmpty() ? ledger.notice() : ledger.trouble();
    }

    /** What was taken is written first. */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }
}
