// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a trainer says of what it made.
 *
 * @param worse whether the candidate is worse than the champion on held-out time
 * @param explanation in words, with the figures
 * @param data SHA-256 of the training rows
 * @param recipe SHA-256 of the candidate's recipe
 * @param seed of everything random in it
 * @param trainer name and version of the code
 * @param platform on which its bits can be reproduced
 * @param metrics of the candidate, from held-out time, by name; the champion's with the prefix {@code champion.}
 */
public record Report(
        boolean worse,
        String explanation,
        String data,
        String recipe,
        long seed,
        String trainer,
        String platform,
        Map<String, Double> metrics) {

    public Report {
        metrics = new TreeMap<>(metrics);
    }

    public void write(Path folder) throws IOException {
        Files.write(
                folder.resolve(Job.REPORT),
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(this));
    }

    public static Report read(Path folder) throws IOException {
        return new ObjectMapper().readValue(folder.resolve(Job.REPORT).toFile(), Report.class);
    }
}
