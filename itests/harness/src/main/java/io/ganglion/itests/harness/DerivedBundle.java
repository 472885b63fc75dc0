// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A bundle made from a built one, as an integrator would: another version, a changed file. */
public final class DerivedBundle {

    private final Path original;
    private final Map<String, UnaryOperator<String>> headers = new HashMap<>();
    private final Map<String, UnaryOperator<byte[]>> files = new HashMap<>();

    private DerivedBundle(Path original) {
        this.original = original;
    }

    public static DerivedBundle of(Path original) {
        return new DerivedBundle(original);
    }

    /** The jar that the build left in a module, for example {@code models/pump}. */
    public static Path built(Ganglion ganglion, String module) throws IOException {
        Path target = ganglion.root().resolve(module).resolve("target");
        try (Stream<Path> listing = Files.list(target)) {
            return listing.filter(file -> file.getFileName().toString().matches("io\\.ganglion\\..*-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no bundle was built: " + target));
        }
    }

    public DerivedBundle header(String name, UnaryOperator<String> change) {
        headers.merge(name, change, (first, second) -> text -> second.apply(first.apply(text)));
        return this;
    }

    /** The bundle's own version and that of its capability. */
    public DerivedBundle version(String version) {
        return header("Bundle-Version", any -> version)
                .header(
                        "Provide-Capability",
                        text -> text.replaceFirst(
                                "version:Version=\"?[0-9.]+\"?", "version:Version=\"" + version + "\""));
    }

    public DerivedBundle bytes(String file, UnaryOperator<byte[]> change) {
        files.put(file, change);
        return this;
    }

    public DerivedBundle text(String file, UnaryOperator<String> change) {
        return bytes(file, old -> change.apply(new String(old, UTF_8)).getBytes(UTF_8));
    }

    /** Writes it. A change that changes nothing is an error: the test would prove nothing. */
    public Path writeTo(Path target) throws IOException {
        try (JarFile jar = new JarFile(original.toFile());
                OutputStream file = Files.newOutputStream(target);
                JarOutputStream out = new JarOutputStream(file, manifest(jar.getManifest()))) {
            for (JarEntry entry : jar.stream().toList()) {
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    byte[] content = jar.getInputStream(entry).readAllBytes();
                    UnaryOperator<byte[]> change = files.remove(entry.getName());
                    out.putNextEntry(new JarEntry(entry.getName()));
                    out.write(change == null ? content : changed(entry.getName(), content, change));
                }
            }
        }
        if (!files.isEmpty()) {
            throw new IOException("no such file in " + original + ": " + files.keySet());
        }
        return target;
    }

    private Manifest manifest(Manifest manifest) throws IOException {
        for (var header : headers.entrySet()) {
            String old = manifest.getMainAttributes().getValue(header.getKey());
            String value = header.getValue().apply(old == null ? "" : old);
            if (value.equals(old)) {
                throw new IOException("the change changes nothing: header=" + header.getKey() + " value=" + old);
            }
            manifest.getMainAttributes().putValue(header.getKey(), value);
        }
        return manifest;
    }

    private static byte[] changed(String name, byte[] content, UnaryOperator<byte[]> change) throws IOException {
        byte[] value = change.apply(content.clone());
        if (Arrays.equals(value, content)) {
            throw new IOException("the change changes nothing: file=" + name);
        }
        return value;
    }
}
