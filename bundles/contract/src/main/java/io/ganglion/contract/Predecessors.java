// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contract that each bundle last brought and that was accepted, on disk: after an update in place the bundle holds it no
 * more, and what the update would break must be known after a restart too.
 */
final class Predecessors {
    private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

    private final Path folder;

    /** @param isHere whether a bundle of this id is installed; what others brought is forgotten */
    Predecessors(Path folder, LongPredicate isHere) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            for (Path kept : children(folder)) {
                String name = kept.getFileName().toString();
                if (!name.matches("\\d{1,18}") || !isHere.test(Long.parseLong(name))) {
                    delete(kept);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("What bundles brought before cannot be read from {}: {}", folder, e.toString());
        }
    }

    /** What a bundle brought before; empty where that is not known. */
    Optional<ContractFiles> of(long bundle) {
        Path kept = folder.resolve(String.valueOf(bundle));
        try {
            return Files.isDirectory(kept) ? Optional.of(ContractFiles.read(kept)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.warn("What bundle {} brought before is damaged and forgotten: {}", bundle, e.getMessage());
            return Optional.empty();
        }
    }

    /** What it brought is accepted. */
    void keep(long bundle, ContractFiles files) {
        if (of(bundle).filter(before -> isSame(before, files)).isPresent()) {
            return;
        }
        Path fresh = folder.resolve("new-" + bundle);
        Path kept = folder.resolve(String.valueOf(bundle));
        try {
            delete(fresh);
            write(fresh, files);
            delete(kept);
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "Contract {}@{} could not be kept: an update in place is held against it until the next start only: {}",
                    files.name(),
                    files.version(),
                    e.toString());
        }
    }

    private static boolean isSame(ContractFiles one, ContractFiles other) {
        return one.name().equals(other.name())
                && one.version().equals(other.version())
                && one.files().keySet().equals(other.files().keySet())
                && one.files().entrySet().stream()
                        .allMatch(file -> java.util.Arrays.equals(
                                file.getValue(), other.files().get(file.getKey())));
    }

    private static void write(Path to, ContractFiles files) throws IOException {
        Files.createDirectories(to.resolve(ContractFiles.FOLDER));
        for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
            Files.write(to.resolve(file.getKey()), file.getValue());
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .putValue(
                        "Provide-Capability",
                        ContractFiles.CAPABILITY + ";contract=\"" + files.name() + "\";version:Version="
                                + files.version());
        Path path = to.resolve(JarFile.MANIFEST_NAME);
        Files.createDirectories(path.getParent());
        try (OutputStream out = Files.newOutputStream(path)) {
            manifest.write(out);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
