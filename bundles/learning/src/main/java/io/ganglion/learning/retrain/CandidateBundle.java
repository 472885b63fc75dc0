// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A candidate as a content bundle: files and a manifest, no class, and the same bytes from the same files. */
final class CandidateBundle {
    /** The first moment that a zip can hold. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private CandidateBundle() {}

    /** @param files the folder that a trainer wrote */
    static void write(Path jar, ModelId id, InstalledModel parent, Path files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(entry("META-INF/MANIFEST.MF"));
            manifest(id, parent).write(zip);
            List<Path> sorted;
            try (Stream<Path> all = Files.list(files)) {
                sorted = all.sorted().toList();
            }
            for (Path file : sorted) {
                copy(file, zip);
            }
        }
    }

    private static void copy(Path file, ZipOutputStream zip) throws IOException {
        zip.putNextEntry(entry("model/" + file.getFileName()));
        Files.copy(file, (OutputStream) zip);
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        return entry;
    }

    private static Manifest manifest(ModelId id, InstalledModel parent) {
        StringBuilder provides = new StringBuilder("ganglion.model;model=\"")
                .append(id.name())
                .append("\";version:Version=\"")
                .append(id.version())
                .append('"');
        parent.provides().forEach((key, value) -> provides.append(';')
                .append(key)
                .append("=\"")
                .append(value.replace("\"", "\\\""))
                .append('"'));
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", parent.symbolicName());
        main.putValue("Bundle-Version", id.version().toString());
        main.putValue("Bundle-Name", "Ganglion :: model " + id.name());
        main.putValue("Bundle-Description", "Made anew on a node after " + parent.id() + "; see model/card.json.");
        main.putValue("Provide-Capability", provides.toString());
        if (!parent.requires().isEmpty()) {
            main.putValue("Require-Capability", parent.requires());
        }
        return manifest;
    }
}
