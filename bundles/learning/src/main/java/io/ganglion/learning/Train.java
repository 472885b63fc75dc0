// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.ModelException;
import io.ganglion.dl4j.Backend;
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
 * only when recipe, contract or anything on the class path changed since.
 */
public final class Train {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Train() {}

    /** Ends with status 1 and one line where training fails. */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("usage: Train RECIPE CONTRACT_JAR OUT_DIR");
            System.exit(2);
        }
        try {
            System.out.println(train(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])));
        } catch (IOException | ModelException | IllegalArgumentException | IllegalStateException e) {
            System.err.println(arguments[0] + ": " + e.getMessage());
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
        write(out, yaml, trained, card(recipe, yaml, trained, backend));
        Files.writeString(mark, inputs);
        return name + ": " + trained.metrics();
    }

    private static void write(Path out, byte[] yaml, Trainer.Trained trained, Card card) throws IOException {
        Files.createDirectories(out);
        Files.write(out.resolve("recipe.yaml"), yaml);
        Files.write(out.resolve("network.zip"), trained.network());
        Files.write(out.resolve("model.json"), JSON.writeValueAsBytes(trained.spec()));
        Files.write(out.resolve("probes.json"), new ObjectMapper().writeValueAsBytes(trained.probes()));
        Files.write(out.resolve("card.json"), JSON.writeValueAsBytes(card));
    }

    private static Card card(Recipe recipe, byte[] yaml, Trainer.Trained trained, Backend backend) {
        Card.Origin origin = new Card.Origin(
                trained.harvest().digest(),
                Digests.of(yaml),
                Digests.of(trained.network()),
                recipe.training().seed(),
                "io.ganglion.learning " + Versions.of("io.ganglion", "io.ganglion.learning"),
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
                trained.metrics());
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

    private static <T> T one(Class<T> type) {
        return services(type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no " + type.getSimpleName() + " on the class path: add the bundle that provides it"));
    }

    private static <T> Stream<T> services(Class<T> type) {
        return StreamSupport.stream(ServiceLoader.load(type).spliterator(), false);
    }
}
