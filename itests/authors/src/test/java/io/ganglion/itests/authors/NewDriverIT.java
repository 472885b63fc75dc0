// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.authors;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.itests.harness.Ganglion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cnf/new-driver} in a copy of the checkout: what it makes compiles, and its tests pass. */
class NewDriverIT {

    @TempDir
    Path copy;

    @Test
    void theNewDriverCompiles_andItsTestsPass() throws IOException {
        Path root = Ganglion.underTest().root();
        for (String folder : List.of("cnf", "bundles", "features", ".mvn")) {
            copyTree(root.resolve(folder), copy.resolve(folder));
        }
        for (String file : List.of("pom.xml", "bnd.bnd")) {
            Files.copy(root.resolve(file), copy.resolve(file));
        }
        trimReactor(copy);
        assertThat(run(copy, "cnf/new-driver", "acme")).as("cnf/new-driver").isZero();
        assertThat(copy.resolve("bundles/driver.acme")).isDirectory();
        assertThat(Files.readString(copy.resolve("features/src/main/feature/feature.xml")))
                .contains("driver.acme");
        assertThat(run(
                        copy,
                        "mvn",
                        "-o",
                        "-q",
                        "-B",
                        "package",
                        "-pl",
                        "bundles/driver.acme",
                        "-am",
                        "-Dsurefire.failIfNoSpecifiedTests=false",
                        "-Dtest=io.ganglion.driver.acme.**"))
                .as("the new driver's build")
                .isZero();
        try (Stream<Path> reports = Files.list(copy.resolve("bundles/driver.acme/target/surefire-reports"))) {
            assertThat(reports.map(Path::getFileName).map(Path::toString)).anyMatch(name -> name.startsWith("TEST-"));
        }
    }

    /** Only what was copied is there to be built. */
    private static void trimReactor(Path copy) throws IOException {
        Path pom = copy.resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom).replaceAll("<module>(models|features|karaf-assembly|bench|itests)</module>", ""));
    }

    private static int run(Path folder, String... command) throws IOException {
        Ganglion.Output output = Ganglion.run(new ProcessBuilder(command).directory(folder.toFile()), 300);
        System.out.println(output.text());
        return output.code();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(
                            file -> !from.relativize(file).toString().matches("(.*/)?target(/.*)?"))
                    .toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
