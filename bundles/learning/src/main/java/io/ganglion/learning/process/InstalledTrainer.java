// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The trainer's class path, copied once out of the bundles that are installed on this node: a framework keeps them where
 * another process cannot read them. They need not be started, and DL4J had better not be.
 */
public final class InstalledTrainer {
    private static final List<String> BUNDLES = List.of(
            "io.ganglion.api",
            "io.ganglion.learning",
            "io.ganglion.inference",
            "com.fasterxml.jackson.core.jackson-annotations",
            "com.fasterxml.jackson.core.jackson-core",
            "com.fasterxml.jackson.core.jackson-databind");
    private static final String DL4J = "io.ganglion.dl4j";
    /** What only the trainer needs lies in our own bundle, unseen by the node. */
    private static final String OWN = "trainer/";

    private final BundleContext context;
    private final Path folder;

    /** @param folder where the copies lie */
    public InstalledTrainer(BundleContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** Why nothing can be trained here, with the next step; empty where it can. */
    public String missing() {
        if (newest(DL4J).isEmpty() || natives().isEmpty()) {
            String platform = "linux-" + suffix();
            return "no Deeplearning4j for this machine on this node: install feature ganglion-dl4j-" + platform
                    + ", or ganglion-trainer-" + platform + " for training alone";
        }
        for (String name : BUNDLES) {
            if (newest(name).isEmpty()) {
                return "bundle " + name + " is not installed: install feature ganglion-learning";
            }
        }
        return "";
    }

    /**
     * Copies what is not there yet. Slow the first time: hundreds of MB.
     *
     * @throws IOException where the disk refuses, or a bundle is missing
     */
    public List<Path> classPath() throws IOException {
        String missing = missing();
        if (!missing.isEmpty()) {
            throw new IOException(missing);
        }
        Files.createDirectories(folder);
        List<Bundle> bundles = new ArrayList<>();
        BUNDLES.forEach(name -> newest(name).ifPresent(bundles::add));
        newest(DL4J).ifPresent(bundles::add);
        bundles.addAll(natives());
        List<Path> paths = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (Bundle bundle : bundles) {
            Path copy = folder.resolve(bundle.getSymbolicName() + "-" + bundle.getVersion() + "-"
                    + Long.toString(bundle.getLastModified(), Character.MAX_RADIX));
            if (!Files.isDirectory(copy)) {
                copy(bundle, copy);
            }
            kept.add(copy.getFileName().toString());
            try (var jars = Files.list(copy)) {
                jars.sorted().forEach(paths::add);
            }
        }
        paths.add(framework());
        forgetOthers(kept);
        return paths;
    }

    private Optional<Bundle> newest(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .max(Comparator.comparing(Bundle::getVersion));
    }

    /** Fragments of the library that fit this machine. */
    private List<Bundle> natives() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> {
                    String host = bundle.getHeaders("").get(Constants.FRAGMENT_HOST);
                    String name = String.valueOf(bundle.getSymbolicName());
                    return host != null && host.startsWith(DL4J) && name.endsWith(suffix());
                })
                .toList();
    }

    private static String suffix() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? "arm64" : "x86_64";
    }

    private static Path framework() throws IOException {
        try {
            URL where = Version.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(where.toURI());
        } catch (URISyntaxException | IllegalArgumentException | NullPointerException e) {
            throw new IOException("the framework does not say where its own classes lie", e);
        }
    }

    /** Whole or not there: a copy gets its name when it is complete. */
    private void copy(Bundle bundle, Path target) throws IOException {
        Path draft = folder.resolve("draft");
        Trees.delete(draft);
        Files.createDirectories(draft);
        try (JarOutputStream jar = new JarOutputStream(
                new BufferedOutputStream(Files.newOutputStream(draft.resolve(bundle.getSymbolicName() + ".jar"))))) {
            // 400 MB of native code are 130 on the flash; more would only take longer.
            jar.setLevel(Deflater.BEST_SPEED);
            copy(bundle, "/", jar, draft);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Bundle bundle, String path, JarOutputStream jar, Path draft) throws IOException {
        // Not findEntries: that wants a resolved bundle, and shows a fragment's entries in its host.
        for (String entry : Collections.list(
                Optional.ofNullable(bundle.getEntryPaths(path)).orElse(Collections.emptyEnumeration()))) {
            if (entry.endsWith("/")) {
                copy(bundle, entry, jar, draft);
            } else if (entry.endsWith(".jar") && (entry.startsWith("lib/") || entry.startsWith(OWN))) {
                String name = entry.substring(entry.lastIndexOf('/') + 1);
                try (InputStream in = bundle.getEntry(entry).openStream()) {
                    Files.copy(in, draft.resolve(name));
                }
            } else if (!entry.startsWith("OSGI-INF/")) {
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream in = bundle.getEntry(entry).openStream()) {
                    in.transferTo(jar);
                }
            }
        }
    }

    private void forgetOthers(List<String> kept) throws IOException {
        try (var folders = Files.list(folder)) {
            for (Path old : folders.toList()) {
                if (!kept.contains(old.getFileName().toString())) {
                    Trees.delete(old);
                }
            }
        }
    }
}
