// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Commissioning;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Route;
import io.ganglion.inference.commissioning.CommissioningBook;
import io.ganglion.inference.explain.Answers;
import io.ganglion.inference.models.ModelBoard;
import io.ganglion.inference.rollout.RouteDesk;
import io.ganglion.inference.scoring.ScoringOperator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The stage, and what stands behind it: models from bundles, engines from services, commissioning from disk. */
@Component(
        service = {Stage.class, Inference.class},
        configurationPid = Inference.PID,
        immediate = true)
@Designate(ocd = InferenceConfig.class)
public final class Inference implements Stage {
    static final String PID = "io.ganglion.inference";

    private static final int STOP_SECONDS = 5;
    /** What a power cut may cost of the arms' counts. */
    private static final int FLUSH_SECONDS = 60;

    private final EngineRack rack = new EngineRack();
    private final ScheduledThreadPoolExecutor worker;
    private final ExecutorService writer;
    private final CommissioningBook book;
    private final RouteDesk desk;
    private final ModelBoard board;
    private final ModelExtender extender;
    private final int devices;
    private final int checkMillis;
    private volatile Labels labels;

    @Activate
    public Inference(BundleContext context, InferenceConfig config, @Reference Node node) {
        devices = positive("devices", config.devices());
        checkMillis = positive("check_ms", config.check__ms());
        Path folder = node.data().resolve("inference");
        worker = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "ganglion-models"));
        // What lingers need not be awaited when the node stops.
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        writer = Executors.newSingleThreadExecutor(task -> daemon(task, "ganglion-commissioning"));
        book = new CommissioningBook(
                folder.resolve("commissioning"),
                writer,
                positive("commissioning_devices", config.commissioning__devices()));
        desk = new RouteDesk(folder, Clock.systemUTC());
        board = new ModelBoard(worker, book, Math.max(0, config.linger__ms()), this::isUnresolved, desk);
        extender = new ModelExtender(context, board);
    }

    /** Models are looked for after the engines that are already here have been bound. */
    @Activate
    void start() {
        extender.open();
        every(checkMillis, () -> desk.check(Optional.ofNullable(labels)));
        every(FLUSH_SECONDS * 1_000, desk::flush);
    }

    private void every(int millis, Runnable task) {
        worker.scheduleWithFixedDelay(() -> board.guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(Engine engine, Map<String, Object> properties) {
        board.engines(rack.add(engine, properties));
    }

    void removeEngine(Engine engine) {
        board.engines(rack.remove(engine));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setLabels(Labels found) {
        labels = found;
    }

    void unsetLabels(Labels gone) {
        // A better one may have taken its place already.
        labels = labels == gone ? null : labels;
    }

    @Deactivate
    void stop() throws InterruptedException {
        extender.close();
        // In order, not by interrupting: a decision may be on its way to the disk.
        worker.shutdown();
        writer.shutdown();
        // What a partition has commissioned should reach the disk before the node ends.
        writer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            worker.shutdownNow();
        }
        desk.flush();
        board.close();
    }

    @Override
    public String name() {
        return "inference";
    }

    @Override
    public int rows() {
        return board.routes().rows();
    }

    @Override
    public Operator open(int partition) {
        return new ScoringOperator(board::routes, devices, System::nanoTime);
    }

    List<ModelStatus> models() {
        List<ModelStatus> all = new ArrayList<>(board.statuses());
        all.addAll(extender.idle());
        all.sort(Comparator.comparing(ModelStatus::id).thenComparing(ModelStatus::origin));
        return all;
    }

    List<Route> routes() {
        return board.routeList();
    }

    RouteDesk desk() {
        return desk;
    }

    /** Who speaks for a device, for whoever explains. */
    Answers answers() {
        return new Answers(board::loaded, board::routes, desk::answered);
    }

    Commissioning commissioning() {
        return book;
    }

    private boolean isUnresolved(String model) {
        return extender.isUnresolved(model);
    }

    private static int positive(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " must be at least 1: " + value);
        }
        return value;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
