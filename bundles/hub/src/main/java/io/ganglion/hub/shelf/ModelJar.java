// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.shelf;

import io.ganglion.api.model.ModelId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Version;

/**
 * Looks into a file that says it is a model's content bundle: its entries by name and inflated size, its manifest. What a
 * framework would run is not let in; neither is what has another name than it is registered under.
 */
public final class ModelJar {

    /** A model's name, which becomes part of file names. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}(\\.[a-z0-9-]{1,63}){0,4}");

    private static final int ENTRIES_LIMIT = 64;
    private static final int MANIFEST_LIMIT = 64 << 10;
    private static final int TEXT_LIMIT = 8 << 20;
    private static final long INFLATED_LIMIT = 256L << 20;
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String CARD = "model/card.json";

    /** Headers by which a bundle runs, loads or shares code. */
    private static final Set<String> CODE_HEADERS = Set.of(
            "Bundle-Activator",
            "Bundle-ClassPath",
            "Bundle-NativeCode",
            "DynamicImport-Package",
            "Export-Package",
            "Export-Service",
            "Fragment-Host",
            "Import-Package",
            "Require-Bundle",
            "Service-Component",
            "Meta-Persistence",
            "Karaf-Commands");

    private static final Set<String> NEEDED =
            Set.of("model/model.json", "model/network.zip", "model/probes.json", CARD, MANIFEST);

    private final List<String> objections = new ArrayList<>();
    private final Map<String, byte[]> kept = new HashMap<>();
    private String contract = "";

    private ModelJar() {}

    /**
     * What a content bundle says of itself.
     *
     * @param contract that its model reads
     * @param card {@code model/card.json}
     */
    public record Content(String contract, byte[] card) {}

    /** Whether a model's name can be part of a file's name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws RefusedBundle with every objection there is */
    public static Content inspect(Path file, ModelId id) throws RefusedBundle {
        ModelJar jar = new ModelJar();
        if (!isName(id.name())) {
            jar.object("a model's name is of a-z, 0-9, '-' and '.': name=" + id.name());
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            jar.entries(zip);
        } catch (IOException | IllegalArgumentException e) {
            jar.object("it is no zip archive that can be read: " + e.getMessage());
        }
        if (jar.objections.isEmpty()) {
            jar.manifest(id);
        }
        if (!jar.objections.isEmpty()) {
            throw new RefusedBundle(id + " is refused: " + String.join("; ", jar.objections));
        }
        return new Content(jar.contract, jar.kept.get(CARD));
    }

    private void object(String objection) {
        if (objections.size() < 10) {
            objections.add(objection);
        }
    }

    private void entries(ZipFile zip) throws IOException {
        if (zip.size() > ENTRIES_LIMIT) {
            object("it has " + zip.size() + " entries; the limit is " + ENTRIES_LIMIT);
            return;
        }
        Set<String> names = new HashSet<>();
        long inflated = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                object("it has the entry " + quoted(name) + " twice");
            }
            name(name, entry.isDirectory());
            inflated += inflate(zip, entry, INFLATED_LIMIT - inflated);
            if (inflated >= INFLATED_LIMIT) {
                object("it inflates to more than " + INFLATED_LIMIT + " bytes at " + quoted(name)
                        + "; it may be a bomb");
                return;
            }
        }
        for (String needed : NEEDED) {
            if (!names.contains(needed.toLowerCase(Locale.ROOT))) {
                object("it has no " + needed);
            }
        }
    }

    private void name(String name, boolean folder) {
        boolean plain = name.matches("[A-Za-z0-9._/-]{1,200}")
                && !name.startsWith("/")
                && !name.contains("//")
                && !List.of(name.split("/")).contains("..")
                && !List.of(name.split("/")).contains(".");
        if (!plain) {
            object("it has an entry with a name that leads elsewhere: " + quoted(name));
        } else if (name.endsWith(".class") || name.endsWith(".jar") || name.endsWith(".so") || name.endsWith(".dll")) {
            object("it has code in it, a content bundle has none: " + name);
        } else if (!folder && !isExpected(name)) {
            object("it has an entry outside of model/: " + name);
        }
    }

    private static boolean isExpected(String name) {
        return name.startsWith("model/")
                || name.equals(MANIFEST)
                || name.matches("META-INF/maven/.*/pom\\.(xml|properties)")
                || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")
                || name.matches("META-INF/(LICENSE|NOTICE)[^/]*");
    }

    /** Inflates an entry, whatever size it claims, up to a limit; keeps what is looked at later. */
    private long inflate(ZipFile zip, ZipEntry entry, long limit) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            if (entry.getName().equals(MANIFEST) || entry.getName().equals(CARD)) {
                int most = entry.getName().equals(MANIFEST) ? MANIFEST_LIMIT : TEXT_LIMIT;
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    object(entry.getName() + " has more than " + most + " bytes");
                }
                kept.put(entry.getName(), bytes);
                return bytes.length;
            }
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int read = in.read(buffer); read >= 0 && size < limit; read = in.read(buffer)) {
                size += read;
            }
            return size;
        }
    }

    private void manifest(ModelId id) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        try {
            Manifest manifest = new Manifest(new ByteArrayInputStream(kept.get(MANIFEST)));
            for (Map.Entry<Object, Object> header : manifest.getMainAttributes().entrySet()) {
                headers.put(((Attributes.Name) header.getKey()).toString(), (String) header.getValue());
            }
        } catch (IOException e) {
            object("its manifest cannot be read: " + e.getMessage());
            return;
        }
        headers.keySet().stream()
                .filter(name -> CODE_HEADERS.stream().anyMatch(name::equalsIgnoreCase))
                .forEach(name -> object("its manifest has " + name + ", a content bundle has no code"));
        identity(headers, id);
        capability(headers.getOrDefault("Provide-Capability", ""), id);
    }

    private void identity(Map<String, String> headers, ModelId id) {
        if (!"2".equals(headers.get("Bundle-ManifestVersion"))) {
            object("it is no OSGi bundle: Bundle-ManifestVersion=" + headers.get("Bundle-ManifestVersion"));
        }
        String name = HeaderClauses.parse(headers.getOrDefault("Bundle-SymbolicName", ""))
                .get(0)
                .name();
        if (!name.equals("io.ganglion.model." + id.name())) {
            object("its symbolic name is not io.ganglion.model." + id.name() + ": " + quoted(name));
        }
        if (!id.version().equals(version(headers.get("Bundle-Version")))) {
            object("its version is not " + id.version() + ": " + quoted(headers.get("Bundle-Version")));
        }
    }

    private void capability(String header, ModelId id) {
        List<HeaderClauses.Clause> clauses = HeaderClauses.parse(header);
        if (clauses.size() != 1 || !clauses.get(0).name().equals("ganglion.model")) {
            object("it must provide ganglion.model and nothing else: " + quoted(header));
            return;
        }
        Map<String, String> parameters = clauses.get(0).parameters();
        if (!id.name().equals(parameters.get("model")) || !id.version().equals(version(parameters.get("version")))) {
            object("its capability names another model: " + parameters.get("model") + "@" + parameters.get("version"));
        }
        contract = parameters.getOrDefault("contract", "");
        if (contract.isBlank()) {
            object("its capability names no contract");
        }
    }

    private static Version version(String text) {
        try {
            return text == null ? null : Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What came from a file is cut, and cannot steer a terminal. */
    private static String quoted(String text) {
        String plain = String.valueOf(text).replaceAll("[^ -~]", ".");
        return "\"" + (plain.length() > 100 ? plain.substring(0, 100) + "..." : plain) + "\"";
    }
}
