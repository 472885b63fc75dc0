// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Input;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model was trained with, as {@code model/reference.json} in its bundle: the distribution of each input in the
 * units in which the model takes it, and under {@value #SCORE} that of {@code 2 ln(score / threshold)}.
 *
 * @param rows that went in, of all devices
 * @param subjects by the name of the input
 */
public record Reference(long rows, Map<String, Shares> subjects) {
    /** The subject that is no input. */
    public static final String SCORE = "score";
    /** The file in a model bundle. */
    public static final String FILE = "model/reference.json";

    private static final int BYTE_LIMIT = 1 << 20;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    public Reference {
        subjects = Map.copyOf(requireNonNull(subjects, "subjects"));
        if (rows < 1 || subjects.isEmpty()) {
            throw new IllegalArgumentException(
                    "a reference has rows and subjects: rows=" + rows + " subjects=" + subjects.keySet());
        }
    }

    /**
     * One device of the training.
     *
     * @param rows in order of time
     * @param spec for this device alone where the model is commissioned, else the model's
     * @param scores shape {@code [rows]}; {@code NaN} where a row has none. Empty where none are known
     */
    public record Trained(List<Observation> rows, ModelSpec spec, double[] scores) {}

    /** The reference of a training: rows that the model's threshold was set by are the best, for it had not seen them. */
    public static Reference of(List<Trained> devices) {
        Map<String, Sketch> sketches = new TreeMap<>();
        long rows = 0;
        for (Trained device : devices) {
            rows += device.rows().size();
            for (Input input : device.spec().inputs()) {
                Sketch sketch = sketches.computeIfAbsent(input.attribute(), name -> new Sketch());
                for (Observation row : device.rows()) {
                    add(sketch, input, row);
                }
            }
            for (double score : device.scores()) {
                if (score >= 0) {
                    sketches.computeIfAbsent(SCORE, name -> new Sketch())
                            .add(Scale.units(Scale.score(score, device.spec().threshold())));
                }
            }
        }
        Map<String, Shares> subjects = new TreeMap<>();
        sketches.forEach((name, sketch) -> subjects.put(name, sketch.shares()));
        return new Reference(rows, subjects);
    }

    private static void add(Sketch sketch, Input input, Observation row) {
        Contract contract = row.contract();
        int column = contract.column(input.attribute());
        if (column >= 0 && row.isGood(column)) {
            double value = Scale.transformed(input.transform(), row.values()[column]);
            sketch.add(Scale.units(value, input.mean(), input.deviation()));
        }
    }

    /** Same reference, same bytes. */
    public byte[] json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Sorted(rows, new TreeMap<>(subjects)));
        } catch (IOException e) {
            throw new IllegalStateException("a reference is plain numbers and names", e);
        }
    }

    /** @throws IOException where the bytes hold no reference, or more than a reference may */
    public static Reference parse(byte[] json) throws IOException {
        if (json.length > BYTE_LIMIT) {
            throw new IOException("a reference has at most " + BYTE_LIMIT + " bytes: " + json.length);
        }
        return JSON.readValue(json, Reference.class);
    }

    private record Sorted(long rows, Map<String, Shares> subjects) {}
}
