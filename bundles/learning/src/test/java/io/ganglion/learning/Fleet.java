// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.osgi.framework.Version;

/** Rows of a contract with two attributes: the first counts the rows, the second swings. */
final class Fleet {
    static final Contract CONTRACT = new Contract(
            "Swing",
            new Version("1.0.0"),
            "Swing",
            List.of(attribute("count"), attribute("swing")),
            List.of(),
            Duration.ofSeconds(1));

    private Fleet() {}

    private static Attribute attribute(String name) {
        return new Attribute(name, "C62", "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true, List.of());
    }

    static List<Observation> device(String name, int firstSecond, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> new Observation(
                        CONTRACT,
                        name,
                        "urn:ngsi-ld:Swing:" + name,
                        (firstSecond + row) * 1_000_000_000L,
                        (firstSecond + row) * 1_000_000_000L,
                        new double[] {row, Math.sin(row)},
                        3,
                        List.of()))
                .toList();
    }

    static List<ModelSpec.Input> identity(Recipe recipe) {
        return recipe.inputs().stream()
                .map(input -> new ModelSpec.Input(input.attribute(), input.transform(), 0, 1))
                .toList();
    }

    /** @param more lines that are added to a small recipe */
    static Recipe recipe(String more) {
        String yaml =
                """
                model: swing
                version: 1.0.0
                contract: Swing
                source: {name: swings, settings: {}}
                inputs: [{attribute: count}, {attribute: swing}]
                window: 5
                smoothing: 3
                network: {hidden: [6, 2, 6], activation: TANH}
                training: {seed: 3, epochs: 4, batch: 16, learningRate: 0.01, patience: 2, heldOut: 0.4, farthest: 100}
                threshold: {quantile: 0.99, margin: 2}
                driftQuantile: 0.5
                commissioning: {rows: 20, quantile: 0.99, margin: 2}
                intendedUse: a test
                limits: []
                """;
        try {
            return Recipe.read((yaml + more).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
