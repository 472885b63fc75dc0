// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.learning.Drift;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Models;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The stage behind inference, and the service that says what it saw. */
@Component(
        service = {Stage.class, Drift.class},
        configurationPid = DriftStage.PID,
        // Behind inference, whose insights it takes note of.
        property = "service.ranking:Integer=-100",
        immediate = true)
@Designate(ocd = DriftConfig.class)
public final class DriftStage implements Stage, Drift {
    static final String PID = "io.ganglion.drift";

    private static final int STOP_SECONDS = 5;
    private static final int WAITING = 10_000;
    private static final long LOG_LIMIT = 1 << 20;

    private final DriftSettings settings;
    private final Executor writer;
    private final DriftBoard board;
    private final ModelShelf shelf;
    private volatile Models models;

    @Activate
    public DriftStage(BundleContext context, DriftConfig config, @Reference Node node) {
        this(node.data().resolve("learning"), settings(config), new ModelBundles(context)::reference, oneThread());
    }

    /**
     * Outside of OSGi.
     *
     * @param data where signals and references are kept
     * @param references what a model was trained with
     * @param writer runs one task after the other
     */
    public DriftStage(
            Path data,
            DriftSettings settings,
            Function<ModelId, Optional<io.ganglion.learning.drift.Reference>> references,
            Executor writer) {
        this.settings = settings;
        this.writer = writer;
        board = new DriftBoard(
                new SignalLog(data, LOG_LIMIT), new BaselineFolder(data.resolve("drift")), settings.quorum(), writer);
        shelf = new ModelShelf(() -> Optional.ofNullable(models), references, writer);
    }

    static DriftSettings settings(DriftConfig config) {
        return new DriftSettings(
                Arrays.stream(config.detectors())
                        .flatMap(names -> Arrays.stream(names.split(",")))
                        .map(String::strip)
                        .collect(Collectors.toSet()),
                config.votes(),
                config.shift(),
                config.threshold(),
                config.delta(),
                config.alpha(),
                config.reference__rows(),
                Duration.ofMillis(Math.round(config.reference__hours() * 3_600_000)),
                config.block__least(),
                config.block__most(),
                config.devices(),
                config.quorum());
    }

    private static ExecutorService oneThread() {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
            Thread thread = new Thread(task, "ganglion-drift");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void setModels(Models models) {
        this.models = models;
    }

    void unsetModels(Models gone) {
        if (models == gone) {
            models = null;
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        if (writer instanceof ExecutorService thread) {
            thread.shutdown();
            // What was learned and seen should reach the disk before the node ends.
            thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public Operator open(int partition) {
        return new DriftOperator(
                settings,
                new Library() {
                    @Override
                    public Optional<ModelSpec> spec(ModelId model) {
                        return shelf.spec(model);
                    }

                    @Override
                    public Optional<io.ganglion.learning.drift.Reference> reference(ModelId model) {
                        return shelf.reference(model);
                    }

                    @Override
                    public Optional<Baseline> baseline(String contract, String device, ModelId model) {
                        return board.baseline(contract, device, model);
                    }
                },
                board);
    }

    @Override
    public List<Standing> standings() {
        return board.standings();
    }

    @Override
    public List<Signal> signals(int limit) {
        return board.signals(limit);
    }
}
