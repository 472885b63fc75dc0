// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.dl4j.Backend;
import io.ganglion.learning.job.Job;
import io.ganglion.learning.job.Report;
import io.ganglion.learning.job.RowsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The process that makes a candidate: {@code Retrain FOLDER} reads what the node put there and writes {@code out/} and
 * {@code report.json}. Ends at once when whoever holds its standard input is gone.
 */
public final class Retrain {
    /** Ends with {@value} where memory does not suffice, as the JVM itself does. */
    static final int OUT_OF_MEMORY = 3;

    private static final int ORPHANED = 4;

    private Retrain() {}

    public static void main(String[] arguments) {
        Thread lifeline = new Thread(Retrain::awaitTheParent, "ganglion-trainer-lifeline");
        lifeline.setDaemon(true);
        lifeline.start();
        int status = 1;
        try {
            System.out.println(retrain(Path.of(arguments[0])).explanation());
            status = 0;
        } catch (OutOfMemoryError e) {
            System.err.println("out of memory: " + e.getMessage());
            status = OUT_OF_MEMORY;
        } catch (IOException | ModelException | IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
        }
        // The library's own threads would linger.
        Runtime.getRuntime().halt(status);
    }

    private static void awaitTheParent() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything; the end of the pipe is the message.
            }
        } catch (IOException e) {
            // A broken pipe says the same.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    static Report retrain(Path folder) throws IOException, ModelException {
        Job job = Job.read(folder);
        RowsFile rows = RowsFile.read(folder.resolve(Job.ROWS));
        Path champion = folder.resolve(Job.CHAMPION);
        byte[] championNetwork = Files.readAllBytes(champion.resolve("network.zip"));
        ModelSpec championSpec = spec(champion);
        Map<String, String> history = new TreeMap<>(job.window());
        history.put("digest", rows.digest());
        Recipe recipe = Recipe.read(Files.readAllBytes(champion.resolve("recipe.yaml")))
                .retrained(job.version(), history, job.warm());
        Backend backend = Backend.start(folder.resolve("javacpp"));
        Classroom room = new Classroom(recipe, rows, Train.one(Scoring.class));
        Lesson.Learned learned = room.learn(job.warm() ? Optional.of(championNetwork) : Optional.empty());
        Contest contest = room.contest(Math.max(
                recipe.commissioning().rows(), championSpec.commissioning().rows()));
        Contest.Figures ours = contest.judge(learned.spec(), learned.network());
        Contest.Figures theirs = contest.judge(championSpec, championNetwork);
        byte[] yaml = recipe.yaml();
        Card.Retraining retraining = new Card.Retraining(
                job.parent(),
                job.warm() ? Digests.of(championNetwork) : "",
                job.trigger(),
                job.by(),
                job.evidence(),
                job.window(),
                job.labels(),
                job.limits(),
                ours,
                theirs);
        Card card = card(recipe, yaml, rows, room.rows(), learned, backend, retraining);
        Train.write(
                folder.resolve(Job.OUT),
                yaml,
                learned.spec(),
                learned.network(),
                learned.probes(),
                room.reference(learned),
                card);
        Report report = report(job, card, ours, theirs);
        report.write(folder);
        return report;
    }

    static ModelSpec spec(Path model) throws IOException {
        return new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(model.resolve("model.json").toFile(), ModelSpec.class);
    }

    static Card card(
            Recipe recipe,
            byte[] yaml,
            RowsFile rows,
            long taken,
            Lesson.Learned learned,
            Backend backend,
            Card.Retraining retraining) {
        Card.Origin origin = new Card.Origin(
                rows.digest(),
                Digests.of(yaml),
                Digests.of(learned.network()),
                recipe.training().seed(),
                Train.trainer(),
                taken,
                Map.of());
        Card.Metrics metrics = new Card.Metrics(
                learned.windows(),
                learned.leftOut(),
                learned.course().epochs(),
                learned.course().bestEpoch(),
                learned.course().fitError(),
                learned.course().checkError(),
                learned.spec().threshold(),
                retraining.candidate().falseAlarmRate(),
                retraining.candidate().falseAlarmRate(),
                List.of());
        return new Card(
                recipe.model(),
                recipe.version(),
                recipe.contract(),
                recipe.intendedUse(),
                recipe.limits(),
                origin,
                Card.Platform.here(backend.name()),
                metrics,
                retraining);
    }

    private static Report report(Job job, Card card, Contest.Figures ours, Contest.Figures theirs) {
        Map<String, Double> metrics = new TreeMap<>();
        ours.into(metrics, "");
        theirs.into(metrics, "champion.");
        boolean worse = ours.balance() < theirs.balance() - job.tolerance();
        String explanation = "on " + ours.healthyRows() + " held-out rows " + job.model() + "@" + job.version()
                + " has " + ours.inWords() + "; " + job.parent() + " has " + theirs.inWords();
        return new Report(
                worse,
                explanation,
                card.origin().data(),
                card.origin().recipe(),
                card.origin().seed(),
                card.origin().trainer(),
                card.platform().inWords(),
                metrics);
    }
}
