// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.feedback.Labels;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.History;
import io.ganglion.learning.job.Job;
import io.ganglion.learning.job.Report;
import io.ganglion.learning.process.TrainerEnd;
import io.ganglion.learning.process.TrainerProcess;
import io.ganglion.learning.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training after the other: window, trainer, contest, candidate. One thread; {@link #stop} from any. */
final class Workshop {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
    private static final Duration PROOF = Duration.ofSeconds(60);

    private final Surroundings node;
    private final Trainers trainers;
    private final Path folder;
    private final InstantSource clock;
    private volatile TrainerProcess running;
    private volatile boolean stopped;

    /** What a training needs of the node, beside its services. */
    interface Trainers {
        /** Why nothing can be trained here, with the next step; empty where it can. */
        String missing();

        List<Path> classPath() throws IOException;

        /** Where native code is unpacked, once for all trainings. */
        Path nativeCode();

        Optional<InstalledModel> model(ModelId id) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param open whether the cause was not dealt with
     */
    record Result(
            Outcome outcome,
            String explanation,
            Optional<ModelId> candidate,
            double seconds,
            double cpuSeconds,
            boolean trained,
            boolean open) {

        private static Result declined(String explanation) {
            return new Result(Outcome.DECLINED, explanation, Optional.empty(), 0, 0, false, true);
        }

        private static Result failed(String explanation, TrainerEnd end) {
            return new Result(
                    Outcome.FAILED, explanation, Optional.empty(), end.seconds(), end.cpuSeconds(), true, true);
        }
    }

    /** @param folder of its own; leftovers of a run that was cut off are removed */
    Workshop(Surroundings node, Trainers trainers, Path folder, InstantSource clock) {
        this.node = node;
        this.trainers = trainers;
        this.folder = folder;
        this.clock = clock;
        try {
            Trees.delete(folder.resolve("work"));
        } catch (IOException e) {
            LOG.warn("Leftovers of a training stay in {} for now: {}", folder.resolve("work"), e.toString());
        }
    }

    /** Ends what runs, for good. */
    void stop() {
        stopped = true;
        TrainerProcess process = running;
        if (process != null) {
            process.kill();
        }
    }

    /** The trainer that runs now. */
    Optional<Long> pid() {
        return Optional.ofNullable(running).flatMap(TrainerProcess::pid);
    }

    /** Blocks for as long as a training takes. */
    Result make(Firing firing, Policy policy, int keptTrainings) throws InterruptedException {
        Path work = folder.resolve("work").resolve(Long.toString(firing.number()));
        try {
            Files.createDirectories(work.resolve(Job.CHAMPION));
            return make(firing, policy, work, keptTrainings);
        } catch (IOException | RuntimeException e) {
            return new Result(Outcome.FAILED, String.valueOf(e.getMessage()), Optional.empty(), 0, 0, false, true);
        } finally {
            running = null;
            try {
                Trees.delete(work);
            } catch (IOException e) {
                LOG.warn("Leftovers of a training stay in {} until the next start: {}", work, e.toString());
            }
        }
    }

    private Result make(Firing firing, Policy policy, Path work, int keptTrainings)
            throws IOException, InterruptedException {
        String missing = trainers.missing();
        if (!missing.isEmpty()) {
            return Result.declined(missing);
        }
        Optional<ModelStatus> champion = champion(firing.model());
        Optional<InstalledModel> installed =
                champion.isPresent() ? trainers.model(champion.get().id()) : Optional.empty();
        if (installed.isEmpty() || champion.get().spec().isEmpty()) {
            return Result.declined("no version of " + firing.model() + " serves here: aiot:model-list");
        }
        if (!installed.get().files().containsKey("recipe.yaml")) {
            return Result.declined(installed.get().id() + " has no model/recipe.yaml, so nobody knows how it was made");
        }
        Optional<History> history = node.find(History.class);
        if (history.isEmpty()) {
            return Result.declined("there is no history on this node: install feature ganglion-store");
        }
        ModelSpec spec = champion.get().spec().get();
        Harvester.Taken taken = new Harvester(history.get(), node.find(Labels.class), policy.window())
                .take(spec.contract(), spec.commissioning().rows(), clock.instant(), work.resolve(Job.ROWS));
        if (taken.healthy() < policy.window().leastRows()) {
            return Result.declined("too little data: " + taken.healthy() + " healthy rows of " + taken.devices()
                    + " devices in " + policy.window().time().toHours() + " h, min_rows="
                    + policy.window().leastRows());
        }
        ModelId candidate = next(firing.model());
        job(firing, policy, champion.get().id(), candidate, taken).write(work);
        for (Map.Entry<String, byte[]> file : installed.get().files().entrySet()) {
            Files.write(work.resolve(Job.CHAMPION).resolve(file.getKey()), file.getValue());
        }
        TrainerProcess process = new TrainerProcess(trainers.classPath(), policy.limits(), work, trainers.nativeCode());
        running = process;
        if (stopped) {
            process.kill();
        }
        TrainerEnd end = process.run();
        return end.made()
                ? made(candidate, installed.get(), spec.contract(), firing, policy, work, end, keptTrainings)
                : Result.failed(stopped ? Desk.STOPPED : end.explanation() + usage(end), end);
    }

    private Result made(
            ModelId candidate,
            InstalledModel champion,
            String contract,
            Firing firing,
            Policy policy,
            Path work,
            TrainerEnd end,
            int keptTrainings)
            throws IOException, InterruptedException {
        Report report = Report.read(work);
        if (report.worse() && !policy.keepWorse()) {
            return new Result(
                    Outcome.DECLINED,
                    "worse than what answers: " + report.explanation() + usage(end),
                    Optional.empty(),
                    end.seconds(),
                    end.cpuSeconds(),
                    true,
                    false);
        }
        Path draft = work.resolve("candidate.jar");
        CandidateBundle.write(draft, candidate, champion, work.resolve(Job.OUT));
        Path jar = new KeptTrainings(folder.resolve("candidates"), keptTrainings)
                .keep(candidate, draft, work.resolve(Job.ROWS));
        Lineage lineage = new Lineage(
                policy.warm() ? Optional.of(champion.id()) : Optional.empty(),
                contract,
                report.data(),
                report.recipe(),
                report.seed(),
                report.trainer(),
                report.platform(),
                cause(firing),
                report.metrics());
        String reached = new Handover(node, PROOF).deliver(candidate, champion.id(), jar, lineage, policy.then());
        return new Result(
                Outcome.CANDIDATE,
                candidate + ": " + reached + "; " + report.explanation() + usage(end),
                Optional.of(candidate),
                end.seconds(),
                end.cpuSeconds(),
                true,
                false);
    }

    private static String usage(TrainerEnd end) {
        return String.format(
                Locale.ROOT,
                " (%.0f s, %.0f s of processor time, %d MB)",
                end.seconds(),
                end.cpuSeconds(),
                end.peakMb());
    }

    private static Job job(Firing firing, Policy policy, ModelId champion, ModelId candidate, Harvester.Taken taken) {
        return new Job(
                candidate.name(),
                candidate.version().toString(),
                champion.toString(),
                policy.warm(),
                cause(firing),
                firing.trigger().name(),
                firing.by(),
                firing.evidence(),
                taken.facts(),
                taken.labels(),
                policy.limits().named(),
                policy.tolerance());
    }

    /** For lineages and decisions, one line. */
    private static String cause(Firing firing) {
        String trigger = firing.trigger().name().toLowerCase(Locale.ROOT);
        String detail = firing.evidence()
                .getOrDefault("driftingDevices", firing.evidence().getOrDefault("reason", ""));
        return "retraining " + firing.number() + ": " + trigger + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    /** Who answers under this name; where nobody does, the highest version that could. */
    private Optional<ModelStatus> champion(String model) {
        Optional<Models> models = node.find(Models.class);
        Optional<ModelId> routed = models.stream()
                .flatMap(all -> all.routes().stream())
                .map(route -> route.champion())
                .filter(id -> id.name().equals(model))
                .max(ModelId::compareTo);
        return models.stream()
                .flatMap(all -> all.list().stream())
                .filter(status -> status.id().name().equals(model)
                        && (status.state() == ModelStatus.State.SERVING || status.state() == ModelStatus.State.STANDBY))
                .max((a, b) -> {
                    int known = Boolean.compare(routed.equals(Optional.of(a.id())), routed.equals(Optional.of(b.id())));
                    return known != 0 ? known : a.id().compareTo(b.id());
                });
    }

    /** The registry's word; without one, above what is installed and what lies here. */
    private ModelId next(String model) throws IOException {
        Optional<Hub> hub = node.find(Hub.class);
        if (hub.isPresent()) {
            return hub.get().next(model);
        }
        Stream<ModelId> installed = node.find(Models.class).stream()
                .flatMap(models -> models.list().stream())
                .map(ModelStatus::id)
                .filter(id -> id.name().equals(model));
        Stream<ModelId> kept = new KeptTrainings(folder.resolve("candidates"), 1)
                .list().stream().filter(id -> id.name().equals(model));
        Version highest = Stream.concat(installed, kept)
                .map(ModelId::version)
                .max(Version::compareTo)
                .orElse(Version.emptyVersion);
        return new ModelId(model, new Version(highest.getMajor(), highest.getMinor() + 1, 0));
    }
}
