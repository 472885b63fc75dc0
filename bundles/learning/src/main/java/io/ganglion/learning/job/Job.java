// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a trainer is to make. Lies as {@code job.json} in the trainer's folder, beside {@code rows.gz} and the champion's
 * {@code champion/} files.
 *
 * @param model name of the model
 * @param version of the candidate
 * @param parent the champion that it is compared with, {@code NAME@VERSION}
 * @param warm whether it begins with the champion's parameters
 * @param cause why, in words
 * @param trigger name of the trigger
 * @param by who asked
 * @param evidence figures that made the trigger fire
 * @param window what was taken from the history: times, rows, rows left out and why
 * @param labels how many labels of each finding touched the window
 * @param limits what the trainer was held to
 * @param tolerance how much less balance than the champion's is no worse, 0 to 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Job(
        String model,
        String version,
        String parent,
        boolean warm,
        String cause,
        String trigger,
        String by,
        Map<String, String> evidence,
        Map<String, String> window,
        Map<String, Integer> labels,
        Map<String, Long> limits,
        double tolerance) {
    public static final String FILE = "job.json";
    public static final String ROWS = "rows.gz";
    public static final String CHAMPION = "champion";
    public static final String OUT = "out";
    public static final String REPORT = "report.json";

    public Job {
        evidence = new TreeMap<>(evidence);
        window = new TreeMap<>(window);
        labels = new TreeMap<>(labels);
        limits = new TreeMap<>(limits);
    }

    public void write(Path folder) throws IOException {
        Files.write(
                folder.resolve(FILE),
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(this));
    }

    public static Job read(Path folder) throws IOException {
        return new ObjectMapper().readValue(folder.resolve(FILE).toFile(), Job.class);
    }
}
