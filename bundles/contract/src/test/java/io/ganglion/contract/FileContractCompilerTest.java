// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContractCompilerTest {
    private static final String HEADER =
            "osgi.service;objectClass:List<String>=\"a,b;c\",ganglion.contract; contract = Pump ;version:Version=\"1.4\"";

    private final ContractCompiler compiler =
            ServiceLoader.load(ContractCompiler.class).findFirst().orElseThrow();

    private static Manifest manifest(String header) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Provide-Capability", header);
        return manifest;
    }

    private static Path jar(Path folder, String header) throws IOException {
        Path jar = folder.resolve("pump.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest(header))) {
            for (String file : List.of("schema.json", "overlay.json")) {
                out.putNextEntry(new ZipEntry("contract/" + file));
                out.write(Files.readAllBytes(Bodies.PUMP.resolve("contract").resolve(file)));
            }
        }
        return jar;
    }

    @Test
    void jar_isRead(@TempDir Path folder) throws IOException {
        var verdict = compiler.compile(jar(folder, HEADER)).decode(Bodies.payload(Bodies.KEY_VALUES));
        assertThat(((Observation) verdict).contract().reference()).isEqualTo("Pump@1.4.0");
    }

    @Test
    void folder_isRead(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("META-INF"));
        Files.createDirectories(folder.resolve("contract"));
        try (var out = Files.newOutputStream(folder.resolve("META-INF/MANIFEST.MF"))) {
            manifest(HEADER).write(out);
        }
        for (String file : List.of("schema.json", "overlay.json")) {
            Files.copy(
                    Bodies.PUMP.resolve("contract").resolve(file),
                    folder.resolve("contract").resolve(file));
        }
        assertThat(compiler.compile(folder).decode(Bodies.payload(Bodies.NORMALISED)))
                .isInstanceOf(Observation.class);
    }

    @Test
    void whatIsNoContractBundle_isRefusedWithItsName(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> compiler.compile(folder.resolve("none.jar")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.jar");
        assertThatThrownBy(() -> compiler.compile(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MANIFEST.MF");
        Path jar = jar(folder, "ganglion.model;model=x");
        assertThatThrownBy(() -> compiler.compile(jar))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("provides 0 capabilities");
        Path nameless = jar(folder, "ganglion.contract;version:Version=1");
        assertThatThrownBy(() -> compiler.compile(nameless)).hasMessageContaining("names no contract");
        Path odd = jar(folder, "ganglion.contract;contract=Pump;version:Version=one");
        assertThatThrownBy(() -> compiler.compile(odd)).hasMessageContaining("has no version: one");
    }

    @Test
    void header_isSplitOutsideOfQuotes_withTypesAndDirectives() {
        assertThat(CapabilityHeader.parse(
                        "a;x=\"1,2;3\",ganglion.contract;effective:=resolve;contract=\"Pu\\\"mp\";version:Version=1.0.0;note:List<String>=\"p,q\",b",
                        "ganglion.contract"))
                .containsExactly(Map.of("contract", "Pu\"mp", "version", "1.0.0", "note", "p,q"));
        assertThat(CapabilityHeader.parse("ganglion.contractor;contract=x", "ganglion.contract"))
                .isEmpty();
        assertThat(CapabilityHeader.parse("", "ganglion.contract")).isEmpty();
    }
}
