// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.hub.Lineage;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model's content bundle as a trainer writes it, or as somebody writes it who means harm. */
final class ModelFile {

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private ModelFile(ModelId id) {
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "io.ganglion.model." + id.name());
        headers.put("Bundle-Version", id.version().toString());
        headers.put(
                "Provide-Capability",
                "ganglion.model;model=" + id.name() + ";version:Version=\"" + id.version() + "\";contract=Pump");
        with("model/model.json", "{\"contract\":\"Pump\"}");
        with("model/network.zip", "the network of " + id);
        with("model/probes.json", "{\"inputs\":[[1]],\"outputs\":[[1]]}");
        with(
                "model/card.json",
                "{\"model\":\"" + id.name() + "\",\"origin\":{\"data\":\"d1\",\"recipe\":\"r1\",\"seed\":7,"
                        + "\"trainer\":\"io.ganglion.learning 0.1.0\"},\"platform\":{\"os\":\"Linux\",\"arch\":\"amd64\"},"
                        + "\"metrics\":{\"errorHeldOut\":1.5,\"detections\":[{\"fault\":\"wear\",\"recall\":0.99}]}}");
    }

    static ModelFile of(String id) {
        return new ModelFile(ModelId.parse(id));
    }

    ModelFile header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    ModelFile without(String name) {
        headers.remove(name);
        entries.remove(name);
        return this;
    }

    ModelFile with(String entry, String text) {
        return with(entry, text.getBytes(UTF_8));
    }

    ModelFile with(String entry, byte[] bytes) {
        entries.put(entry, bytes);
        return this;
    }

    Path writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            if (!headers.isEmpty()) {
                StringBuilder manifest = new StringBuilder();
                headers.forEach((name, value) -> manifest.append(folded(name + ": " + value)));
                put(
                        zip,
                        "META-INF/MANIFEST.MF",
                        manifest.append("\r\n").toString().getBytes(UTF_8));
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
        return file;
    }

    private static String folded(String line) {
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < line.length(); i += 69) {
            folded.append(i == 0 ? "" : " ")
                    .append(line, i, Math.min(line.length(), i + 69))
                    .append("\r\n");
        }
        return folded.toString();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(1_000_000_000_000L);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    static Lineage lineage(String cause) {
        return new Lineage(
                Optional.of(ModelId.parse("pump-anomaly@1.0.0")),
                "Pump",
                "data",
                "recipe",
                7,
                "trainer 1",
                "Linux amd64",
                cause,
                Map.of("errorHeldOut", 1.5, "calibration", Double.NaN));
    }
}
