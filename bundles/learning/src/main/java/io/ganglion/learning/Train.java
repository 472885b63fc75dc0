// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.dl4j.Backend;
import io.ganglion.learning.drift.Reference;
import io.ganglion.learning.process.Conditions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The trainer at the command line: {@code Train RECIPE CONTRACT_JAR OUT_DIR} writes the files of a model bundle. Trains
 * only when recipe, contract or anything on the class path changed since. {@code Train --from-card MODEL_JAR ROWS_FILE
 * PARENT_JAR OUT_DIR} makes a node's candidate once more, and says whether it is the same to the bit.
 */
public final class Train {
    private Train() {}

    /** Ends with status 1 and one line where training fails. */
    public static void main(String[] arguments) {
        if (arguments.length == 5 && arguments[0].equals("--from-card")) {
            fromCard(arguments);
            return;
        }
        if (arguments.length != 3) {
            System.err.println("usage: Train RECIPE CONTRACT_JAR OUT_DIR, or"
                    + " Train --from-card MODEL_JAR ROWS_FILE PARENT_JAR|- OUT_DIR");
            System.exit(2);
        }
        try {
            System.out.println(train(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])));
        } catch (IOException | ModelException | IllegalArgumentException | IllegalStateException e) {
            System.err.println(arguments[0] + ": " + e.getMessage());
            System.exit(1);
        }
    }

    /** In a process of its own, which finds what the node's trainer found: see {@link Conditions}. */
    private static void fromCard(String[] arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        for (String passed : List.of("org.bytedeco.javacpp.cachedir", "org.slf4j.simpleLogger.defaultLogLevel")) {
            if (System.getProperty(passed) != null) {
                command.add("-D" + passed + "=" + System.getProperty(passed));
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FromCard.class.getName()));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Conditions.apply(builder.environment());
        try {
            System.exit(builder.start().waitFor());
        } catch (IOException e) {
            System.err.println("no Java could be started: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.exit(1);
        }
    }

    /** Returns one line: what was made, or that nothing had to be. */
    static String train(Path recipeFile, Path contractJar, Path out) throws IOException, ModelException {
        byte[] yaml = Files.readAllBytes(recipeFile);
        Recipe recipe = Recipe.read(yaml);
        String name = recipe.model() + "@" + recipe.version();
        Path mark = out.resolveSibling(out.getFileName() + ".inputs");
        String inputs = inputs(recipeFile, contractJar);
        if (Files.exists(mark) && Files.readString(mark).equals(inputs)) {
            return name + ": unchanged since it was trained";
        }
        // The build passes -Dorg.bytedeco.javacpp.cachedir, so that all its modules share one unpacked copy.
        Backend backend = Backend.start(out.resolveSibling("javacpp"));
        Trainer trainer = new Trainer(
                source(recipe.source().name()), one(ContractCompiler.class).compile(contractJar), one(Scoring.class));
        Trainer.Trained trained = trainer.train(recipe);
        Card card = card(recipe, yaml, trained, backend);
        write(out, yaml, trained.spec(), trained.network(), trained.probes(), trained.reference(), card);
        Gate.check(
                recipe,
                card,
                trained.network(),
                trained.probes(),
                services(Engine.class).findFirst(),
                out);
        Files.writeString(mark, inputs);
        return name + ": " + trained.metrics();
    }

    static void write(
            Path out, byte[] yaml, ModelSpec spec, byte[] network, Probes probes, Reference reference, Card card)
            throws IOException {
        Files.createDirectories(out);
        Files.write(out.resolve("recipe.yaml"), yaml);
        Files.write(out.resolve("network.zip"), network);
        Files.write(out.resolve("model.json"), Card.json().writeValueAsBytes(spec));
        Files.write(out.resolve("probes.json"), new ObjectMapper().writeValueAsBytes(probes));
        Files.write(out.resolve("reference.json"), reference.json());
        Files.write(out.resolve("card.json"), Card.json().writeValueAsBytes(card));
    }

    /** Name and version of this code. */
    static String trainer() {
        return "io.ganglion.learning " + Versions.of("io.ganglion", "io.ganglion.learning");
    }

    private static Card card(Recipe recipe, byte[] yaml, Trainer.Trained trained, Backend backend) {
        Card.Origin origin = new Card.Origin(
                trained.harvest().digest(),
                Digests.of(yaml),
                Digests.of(trained.network()),
                recipe.training().seed(),
                trainer(),
                trained.harvest().accepted(),
                trained.harvest().rejected());
        return new Card(
                recipe.model(),
                recipe.version(),
                recipe.contract(),
                recipe.intendedUse(),
                recipe.limits(),
                origin,
                Card.Platform.here(backend.name()),
                trained.metrics(),
                null);
    }

    private static String inputs(Path recipe, Path contractJar) throws IOException {
        List<Path> paths = new ArrayList<>(List.of(recipe, contractJar));
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
            Path path = Path.of(entry);
            if (Files.exists(path)) {
                paths.add(path);
            }
        }
        return Digests.of(paths);
    }

    private static TrainingSource source(String name) {
        return services(TrainingSource.class)
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no training source " + name + " on the class path; there are "
                                + services(TrainingSource.class)
                                        .map(TrainingSource::name)
                                        .sorted()
                                        .toList()));
    }

    static <T> T one(Class<T> type) {
        return services(type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no " + type.getSimpleName() + " on the class path: add the bundle that provides it"));
    }

    private static <T> Stream<T> services(Class<T> type) {
        return StreamSupport.stream(ServiceLoader.load(type).spliterator(), false);
    }
}
