// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The last step of a training in the build: what was made, held against what its recipe requires. */
final class Gate {
    /** As the node that serves it allows. */
    private static final double TOLERANCE = 1e-5;

    private final Recipe recipe;
    private final List<String> broken = new ArrayList<>();

    private Gate(Recipe recipe) {
        this.recipe = recipe;
    }

    /**
     * @param compiled the engine that will score; golden probes run through it
     * @param files what the bundle will hold
     * @throws IllegalStateException where something is broken; every line has the value and the next step
     */
    static void check(Recipe recipe, Card card, byte[] network, Probes probes, Optional<Engine> compiled, Path files) {
        if (recipe.require() == null) {
            return;
        }
        Gate gate = new Gate(recipe);
        gate.complete(card);
        gate.floors(card.metrics());
        gate.budgets(files);
        compiled.ifPresentOrElse(
                engine -> gate.probes(engine, network, probes),
                () -> gate.broken(
                        "no engine is on the class path, so the golden probes prove nothing",
                        "add io.ganglion.inference to the model's dependencies"));
        if (!gate.broken.isEmpty()) {
            throw new IllegalStateException(recipe.model() + "@" + recipe.version()
                    + " is not what its recipe requires:\n  " + String.join("\n  ", gate.broken));
        }
    }

    private void broken(String what, String next) {
        broken.add(what + ". Next: " + next);
    }

    private void complete(Card card) {
        if (card.intendedUse().isBlank()) {
            broken("the card has no intendedUse", "say in the recipe what the model is for");
        }
        if (card.limits().isEmpty() || card.limits().stream().anyMatch(String::isBlank)) {
            broken("the card has no limits", "say in the recipe where the model must not be trusted");
        }
        Card.Origin origin = card.origin();
        if (origin.rows() == 0 || origin.trainer().isBlank() || origin.trainer().endsWith("unpackaged")) {
            broken(
                    "the card does not tell the origin: rows=" + origin.rows() + " trainer=" + origin.trainer(),
                    "build with mvn package or verify, so that the trainer has its version");
        }
        Stream.of(origin.data(), origin.recipe(), origin.parameters())
                .filter(digest -> !digest.matches("[0-9a-f]{64}"))
                .forEach(digest -> broken("the card has no digest: " + digest, "train anew"));
    }

    private void floors(Card.Metrics metrics) {
        Require require = recipe.require();
        if (require.falseAlarmRate() != null && !(metrics.falseAlarmRate() <= require.falseAlarmRate())) {
            broken(
                    "falseAlarmRate is " + share(metrics.falseAlarmRate()) + ", at most "
                            + share(require.falseAlarmRate()) + " is required",
                    "more rows, a longer commissioning or a wider margin in the recipe");
        }
        require.detected().forEach((fault, least) -> found(metrics, fault)
                .filter(detection -> detection.detected() < least)
                .ifPresent(detection -> broken(
                        fault + " is found in " + detection.detected() + " of " + detection.devices()
                                + " devices, at least " + least + " are required",
                        OTHER)));
        require.recall().forEach((fault, least) -> found(metrics, fault)
                .filter(detection -> !(detection.recall() >= least))
                .ifPresent(detection -> broken(
                        fault + " is flagged in " + share(detection.recall()) + " of its rows, at least " + share(least)
                                + " is required",
                        OTHER)));
    }

    private static final String OTHER = "another network, window or threshold in the recipe";

    private Optional<Card.Detection> found(Card.Metrics metrics, String fault) {
        Optional<Card.Detection> detection = metrics.detections().stream()
                .filter(known -> known.fault().equals(fault))
                .findFirst();
        if (detection.isEmpty()) {
            broken(
                    "require names the fault " + fault + ", which the recipe does not try",
                    "name one of "
                            + metrics.detections().stream()
                                    .map(Card.Detection::fault)
                                    .toList());
        }
        return detection;
    }

    private void budgets(Path files) {
        Require require = recipe.require();
        long kilobytes = (bytes(files) + 1023) / 1024;
        if (require.kilobytes() != null && kilobytes > require.kilobytes()) {
            broken(
                    "the model's files hold " + kilobytes + " kB, at most " + require.kilobytes() + " are budgeted",
                    "a smaller network");
        }
        long cost = multiplyAdds(recipe);
        if (require.multiplyAdds() != null && cost > require.multiplyAdds()) {
            broken(
                    "a row costs " + cost + " multiply-adds, at most " + require.multiplyAdds() + " are budgeted",
                    "a smaller network, or a larger budget where the edge class allows it");
        }
    }

    private static long bytes(Path files) {
        try (Stream<Path> all = Files.list(files)) {
            return all.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for each weight, and that at each step. */
    static long multiplyAdds(Recipe recipe) {
        Recipe.Network network = recipe.network();
        long sum = 0;
        long width = recipe.inputs().size();
        for (int size : network.hidden()) {
            sum += switch (network.layers()) {
                case DENSE -> width * size;
                    // Four gates, of what comes in and of what is remembered.
                case LSTM -> 4 * (width + size) * size;
                case CONV1D -> network.kernel() * width * size;};
            width = size;
        }
        return network.steps() * (sum + width * recipe.inputs().size());
    }

    private void probes(Engine engine, byte[] archive, Probes probes) {
        try (Network network = engine.load(archive, recipe.network().steps())) {
            int width = network.outputs();
            float[] in = new float[probes.inputs().length * network.inputs()];
            for (int probe = 0; probe < probes.inputs().length; probe++) {
                System.arraycopy(probes.inputs()[probe], 0, in, probe * network.inputs(), network.inputs());
            }
            float[] out = new float[probes.outputs().length * width];
            network.newRunner().run(in, probes.inputs().length, out);
            double worst = 0;
            for (int i = 0; i < out.length; i++) {
                double expected = probes.outputs()[i / width][i % width];
                double off = Math.abs(out[i] - expected) / Math.max(1, Math.abs(expected));
                worst = off <= worst ? worst : Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
            }
            if (worst > TOLERANCE) {
                broken(
                        "engine " + engine.name() + " is off the golden probes by " + worst + ", at most " + TOLERANCE
                                + " is allowed",
                        "a network that the engine runs: see bundles/inference");
            }
        } catch (ModelException e) {
            broken("engine " + engine.name() + " does not run it: " + e.getMessage(), "a network that it runs");
        }
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.4f", share);
    }
}
