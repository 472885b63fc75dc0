// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** bnd's tester calls a run of no test a success. This does not. */
class EveryFrameworkRanEveryTestIT {

    @ParameterizedTest
    @ValueSource(strings = {"felix", "equinox"})
    void theReportCountsEveryTestOfEveryClass(String framework) throws Exception {
        Path reports = Path.of("target", "test-reports", framework);
        long expected = Stream.of(ScoringTest.class, TonguesTest.class, SignInTest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assertThat(expected).isPositive();
        assertThat(sum(reports, "tests")).as("tests that ran on %s", framework).isEqualTo(expected);
        assertThat(sum(reports, "failures") + sum(reports, "errors")).isZero();
    }

    private static long sum(Path reports, String attribute) throws Exception {
        List<Path> files;
        try (Stream<Path> listing = Files.list(reports)) {
            files = listing.filter(file -> file.getFileName().toString().endsWith(".xml"))
                    .toList();
        }
        long sum = 0;
        for (Path file : files) {
            Element suite = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
            sum += Long.parseLong(suite.getAttribute(attribute));
        }
        return sum;
    }
}
