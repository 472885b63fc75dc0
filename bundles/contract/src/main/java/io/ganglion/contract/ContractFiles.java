// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/**
 * What a contract bundle holds, read into memory.
 *
 * @param name the contract's name, by the bundle's capability
 * @param version its version, likewise
 * @param files the {@code .json} files of the bundle's {@code contract} folder, by path
 */
record ContractFiles(String name, Version version, Map<String, byte[]> files) {
    static final String FOLDER = "contract/";
    static final String SCHEMA = FOLDER + "schema.json";
    static final String OVERLAY = FOLDER + "overlay.json";
    static final String CAPABILITY = "ganglion.contract";

    /** Longest file that is read, bytes. */
    static final int FILE_LIMIT = 4 << 20;

    byte[] require(String file) {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            throw new IllegalArgumentException(file + ": is missing in the bundle of contract " + name);
        }
        return bytes;
    }

    /** The files beside schema and overlay: schemas that those refer to. */
    Map<String, byte[]> others() {
        Map<String, byte[]> others = new TreeMap<>(files);
        others.keySet().removeAll(List.of(SCHEMA, OVERLAY));
        return others;
    }

    /** Reads a jar, or the folder that holds {@code META-INF} and {@code contract}. */
    static ContractFiles read(Path bundle) {
        try {
            return Files.isDirectory(bundle) ? readFolder(bundle) : readJar(bundle);
        } catch (IOException e) {
            throw new IllegalArgumentException(bundle + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static ContractFiles readJar(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Map<String, byte[]> files = new HashMap<>();
            for (var entry : jar.stream().filter(e -> isOurs(e.getName())).toList()) {
                try (var in = jar.getInputStream(entry)) {
                    files.put(entry.getName(), limited(entry.getName(), in.readNBytes(FILE_LIMIT + 1)));
                }
            }
            return named(path, jar.getManifest(), files);
        }
    }

    private static ContractFiles readFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        Path contract = folder.resolve(FOLDER);
        if (Files.isDirectory(contract)) {
            try (Stream<Path> entries = Files.list(contract)) {
                for (Path entry :
                        entries.filter(e -> isOurs(FOLDER + e.getFileName())).toList()) {
                    files.put(FOLDER + entry.getFileName(), Files.readAllBytes(entry));
                }
            }
        }
        Path manifest = folder.resolve(JarFile.MANIFEST_NAME);
        if (!Files.exists(manifest)) {
            throw new IllegalArgumentException(folder + ": has no " + JarFile.MANIFEST_NAME);
        }
        try (var in = Files.newInputStream(manifest)) {
            return named(folder, new Manifest(in), files);
        }
    }

    static boolean isOurs(String path) {
        return path.startsWith(FOLDER) && path.endsWith(".json") && path.indexOf('/', FOLDER.length()) < 0;
    }

    static byte[] limited(String file, byte[] bytes) {
        if (bytes.length > FILE_LIMIT) {
            throw new IllegalArgumentException(file + ": longer than " + FILE_LIMIT + " bytes");
        }
        return bytes;
    }

    private static ContractFiles named(Path bundle, Manifest manifest, Map<String, byte[]> files) {
        String header = manifest == null ? null : manifest.getMainAttributes().getValue("Provide-Capability");
        List<Map<String, String>> contracts = header == null ? List.of() : CapabilityHeader.parse(header, CAPABILITY);
        if (contracts.size() != 1) {
            throw new IllegalArgumentException(bundle + ": provides " + contracts.size() + " capabilities of "
                    + CAPABILITY + ", one is due: Provide-Capability: " + header);
        }
        return of(contracts.get(0), files);
    }

    /** By the attributes of a bundle's capability. */
    static ContractFiles of(Map<String, ?> capability, Map<String, byte[]> files) {
        Object name = capability.get("contract");
        if (!(name instanceof String text) || text.isEmpty()) {
            throw new IllegalArgumentException("capability " + CAPABILITY + " names no contract: " + capability);
        }
        Object version = capability.get("version");
        try {
            Version parsed = version instanceof Version v
                    ? v
                    : Version.parseVersion(version == null ? null : version.toString());
            return new ContractFiles(text, parsed, Map.copyOf(files));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "capability " + CAPABILITY + " of " + text + " has no version: " + version, e);
        }
    }
}
