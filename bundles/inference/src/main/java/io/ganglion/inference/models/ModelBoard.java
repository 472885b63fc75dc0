// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Route;
import io.ganglion.inference.commissioning.CommissioningBook;
import io.ganglion.inference.rollout.Floor;
import io.ganglion.inference.rollout.RouteDesk;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All models of this node, and the routes that follow from them. Its own thread alone changes anything: it restores,
 * verifies and warms a model first, and then exchanges one reference. Whoever asks gets the last finished picture.
 *
 * <p>The champion of a contract's major version is the one that a plan names; else the highest version of a model that reads it
 * and is loaded. Where models of different names do, the name that comes first in the alphabet answers.
 */
public final class ModelBoard implements Floor {
    private static final Logger LOG = LoggerFactory.getLogger(ModelBoard.class);
    private static final Comparator<Shelf> BEST_FIRST = Comparator.comparing(
                    (Shelf shelf) -> shelf.offer().id().name())
            .thenComparing(shelf -> shelf.offer().id().version(), Comparator.reverseOrder())
            .thenComparing(shelf -> shelf.offer().bundle());
    private static final String BEREFT = "its bundle is gone, and it answers on until a successor does";

    /** What was true at one moment. */
    private record Picture(
            List<Shelf> shelves, List<Shelf> bereft, List<Shelf> warm, List<Champion> champions, Routes routes) {
        static final Picture BLANK = new Picture(List.of(), List.of(), List.of(), List.of(), Routes.NONE);

        boolean answers(Shelf shelf) {
            return champions.stream().anyMatch(champion -> champion.shelf() == shelf);
        }
    }

    private final ScheduledExecutorService worker;
    private final CommissioningBook book;
    private final long lingerMillis;
    private final Predicate<String> unresolved;
    private final RouteDesk desk;
    private final Map<ModelId, LongAdder> counts = new ConcurrentHashMap<>();
    private volatile Picture picture = Picture.BLANK;
    private volatile Thread turn;

    // The worker's own.
    private final Map<Long, Shelf> shelves = new TreeMap<>();
    private final Reserve reserve = new Reserve();
    private List<Engine> engines = List.of();

    /**
     * @param worker one thread
     * @param lingerMillis how long a champion answers on when its bundle is gone: longer than an update takes
     * @param unresolved whether a bundle with a model of this name is installed, but could not be resolved
     * @param desk decides who answers and who looks on
     */
    public ModelBoard(
            ScheduledExecutorService worker,
            CommissioningBook book,
            long lingerMillis,
            Predicate<String> unresolved,
            RouteDesk desk) {
        this.worker = worker;
        this.book = book;
        this.lingerMillis = lingerMillis;
        this.unresolved = unresolved;
        this.desk = desk;
        desk.stand(this);
    }

    /** Who answers, now. */
    public Routes routes() {
        return picture.routes;
    }

    /** Every model in memory, whether it answers or not. */
    public List<LoadedModel> loaded() {
        Picture now = picture;
        List<LoadedModel> all = new ArrayList<>(models(now.shelves));
        all.addAll(models(now.bereft));
        all.addAll(models(now.warm));
        return all;
    }

    /** Every contract's champions, ordered by contract and major version. */
    public List<Route> routeList() {
        return picture.champions.stream().map(Champion::route).toList();
    }

    /** Every model on the board. */
    @Override
    public List<ModelStatus> statuses() {
        Picture now = picture;
        List<ModelStatus> all = new ArrayList<>();
        for (Shelf shelf : now.shelves) {
            boolean champion = now.answers(shelf);
            State state = !shelf.isLoaded() ? shelf.idle() : champion ? State.SERVING : State.STANDBY;
            all.add(shelf.status(state, shelf.isLoaded() ? shelf.loaded().trouble() : shelf.problem(), scored(shelf)));
        }
        for (Shelf shelf : now.bereft) {
            all.add(shelf.status(State.SERVING, BEREFT, scored(shelf)));
        }
        return all;
    }

    private long scored(Shelf shelf) {
        return count(shelf.offer().id()).sum();
    }

    private LongAdder count(ModelId id) {
        return counts.computeIfAbsent(id, key -> new LongAdder());
    }

    /** A model bundle may serve from now on. Returns at once. */
    public void offer(ModelOffer offer) {
        perform(() -> {
            Shelf before = shelves.put(offer.bundle(), load(offer));
            reroute();
            retire(before);
            Shelf now = shelves.get(offer.bundle());
            if (now.idle() == State.REFUSED) {
                desk.refused(offer.id(), offer.contract(), now.problem());
            }
        });
    }

    /** A model bundle is gone. Returns at once. */
    public void withdraw(long bundle) {
        perform(() -> {
            Shelf gone = shelves.remove(bundle);
            if (gone == null || !gone.isLoaded()) {
                return;
            }
            if (picture.answers(gone)) {
                linger(gone);
            } else {
                retire(gone);
            }
            reroute();
        });
    }

    /** These engines are here, the best first. Returns at once. */
    public void engines(List<Engine> ranked) {
        perform(() -> {
            engines = List.copyOf(ranked);
            List<Shelf> outdated = new ArrayList<>();
            shelves.replaceAll((bundle, shelf) -> revise(shelf, outdated));
            outdated.addAll(reserve.withoutEngine(engines));
            reroute();
            outdated.forEach(this::retire);
        });
    }

    /** The same shelf where its engine is still the best choice, and otherwise what another engine makes of it. */
    private Shelf revise(Shelf shelf, List<Shelf> outdated) {
        boolean runs = shelf.isLoaded() && engines.contains(shelf.engine());
        if (runs && suitable(shelf.offer()).indexOf(shelf.engine()) == 0) {
            return shelf;
        }
        Shelf revised = load(shelf.offer());
        if (runs && (!revised.isLoaded() || revised.engine() == shelf.engine())) {
            retire(revised);
            return shelf;
        }
        outdated.add(shelf);
        return revised;
    }

    private List<Engine> suitable(ModelOffer offer) {
        return engines.stream()
                .filter(engine -> engine.layers().containsAll(offer.layers()))
                .toList();
    }

    private Shelf load(ModelOffer offer) {
        Shelf shelf = new ModelLoader(offer, suitable(offer))
                .load((spec, network) -> new LoadedModel(
                        offer.id(),
                        spec,
                        offer.majors(),
                        network,
                        count(offer.id()),
                        book.commissions(offer.id().name(), spec, offer.majors())));
        if (shelf.isLoaded()) {
            book.enlist(shelf.loaded());
            LOG.info(
                    "Model {} reproduces its probes on engine {}",
                    offer.id(),
                    shelf.engine().name());
        } else {
            LOG.warn("Model {} of {} does not serve: {}", offer.id(), offer.origin(), shelf.problem());
        }
        return shelf;
    }

    private void linger(Shelf gone) {
        reserve.bereave(gone).forEach(this::retire);
        later(() -> expire(gone));
    }

    private void expire(Shelf gone) {
        if (!reserve.isBereft(gone)) {
            return;
        }
        if (hasFailedSuccessor(gone.offer().id().name()) || isPinned(gone)) {
            // A damaged or unresolved update must not silence the devices: the version in memory goes on. So does one
            // that a
            // plan names, although its bundle holds another one now.
            later(() -> expire(gone));
            return;
        }
        reserve.dismiss(gone);
        reroute();
        retire(gone);
    }

    private boolean hasFailedSuccessor(String model) {
        return unresolved.test(model)
                || shelves.values().stream()
                        .anyMatch(shelf ->
                                !shelf.isLoaded() && shelf.offer().id().name().equals(model));
    }

    private boolean isPinned(Shelf gone) {
        return shelves.containsKey(gone.offer().bundle()) && desk.isPinned(gone.loaded());
    }

    @Override
    public void perform(Runnable change) {
        if (!worker.isShutdown()) {
            worker.execute(() -> guarded(change));
        }
    }

    @Override
    public void rerouteIn(long millis) {
        after(millis, this::reroute);
    }

    private void later(Runnable change) {
        after(lingerMillis, change);
    }

    /** A node that stops withdraws its bundles one by one; nothing is to be done later then. */
    private void after(long millis, Runnable change) {
        if (!worker.isShutdown()) {
            worker.schedule(() -> guarded(change), millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public <T> T inTurn(Supplier<T> change) {
        if (Thread.currentThread() == turn) {
            return change.get();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        perform(() -> {
            try {
                done.complete(change.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return Turn.await(done, worker);
    }

    /** On the worker only. A defect in one change must not end it, nor vanish in a future that nobody reads. */
    public void guarded(Runnable change) {
        turn = Thread.currentThread();
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.error("The board failed on a change of models", e);
        } finally {
            turn = null;
        }
    }

    @Override
    public List<LoadedModel> ready() {
        List<LoadedModel> all = new ArrayList<>(models(shelves.values()));
        all.addAll(models(reserve.bereft()));
        all.addAll(models(reserve.warm()));
        return all;
    }

    private static List<LoadedModel> models(Collection<Shelf> shelves) {
        return shelves.stream().filter(Shelf::isLoaded).map(Shelf::loaded).toList();
    }

    /** Publishes what follows from the shelves and the plans. One reference is exchanged; nothing waits for it. */
    @Override
    public void reroute() {
        List<Shelf> leaving = new ArrayList<>(reserve.withoutBundle(shelves.keySet()));
        List<Shelf> candidates = new ArrayList<>(shelves.values().stream()
                .filter(Shelf::isLoaded)
                .sorted(BEST_FIRST)
                .toList());
        reserve.bereft().stream().sorted(BEST_FIRST).forEach(candidates::add);
        List<LoadedModel> order = desk.order(models(candidates), models(reserve.warm()));
        candidates.addAll(reserve.warm());
        candidates.removeIf(shelf -> !order.contains(shelf.loaded()));
        candidates.sort(Comparator.comparingInt(shelf -> order.indexOf(shelf.loaded())));
        List<Champion> champions = Champion.among(candidates);
        candidates.retainAll(champions.stream().map(Champion::shelf).toList());
        List<LoadedModel> answering = models(candidates);
        Routes routes = desk.settle(order, answering);
        leaving.addAll(reserve.sort(candidates, shelves.keySet()));
        book.serving(answering);
        picture = new Picture(List.copyOf(shelves.values()), reserve.bereft(), reserve.warm(), champions, routes);
        leaving.forEach(this::retire);
    }

    private void retire(Shelf shelf) {
        if (shelf != null && shelf.isLoaded()) {
            book.discharge(shelf.loaded());
            shelf.loaded().retire();
        }
    }

    /** Answers for nothing any more. Call it when the worker has ended. */
    public void close() {
        Picture last = picture;
        picture = Picture.BLANK;
        last.shelves.forEach(this::retire);
        last.bereft.forEach(this::retire);
        last.warm.forEach(this::retire);
    }
}
