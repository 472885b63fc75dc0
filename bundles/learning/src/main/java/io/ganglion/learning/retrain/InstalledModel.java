// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A model's content bundle as it lies on this node.
 *
 * @param id what it says it is
 * @param symbolicName of the bundle; its successors keep it
 * @param requires its {@code Require-Capability}: contract and engine, which its successors need too
 * @param provides attributes of its capability beside model and version, as in the manifest
 * @param files below {@code model/} by name
 */
record InstalledModel(
        ModelId id, String symbolicName, String requires, Map<String, String> provides, Map<String, byte[]> files) {
    private static final String CAPABILITY = "ganglion.model";
    private static final String[] FILES = {"model.json", "network.zip", "recipe.yaml", "card.json", "probes.json"};
    private static final int FILE_LIMIT = 64 << 20;

    /** @throws IOException where its bundle cannot be read */
    static Optional<InstalledModel> find(BundleContext context, ModelId id) throws IOException {
        for (Bundle bundle : context.getBundles()) {
            Optional<BundleCapability> capability = capability(bundle, id);
            if (capability.isPresent()) {
                return Optional.of(read(bundle, capability.get(), id));
            }
        }
        return Optional.empty();
    }

    private static Optional<BundleCapability> capability(Bundle bundle, ModelId id) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Optional.empty()
                : revision.getDeclaredCapabilities(CAPABILITY).stream()
                        .filter(capability -> id.name()
                                        .equals(capability.getAttributes().get("model"))
                                && id.version()
                                        .equals(capability.getAttributes().get("version")))
                        .findFirst();
    }

    private static InstalledModel read(Bundle bundle, BundleCapability capability, ModelId id) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : FILES) {
            URL entry = bundle.getEntry("model/" + name);
            if (entry != null) {
                try (InputStream in = entry.openStream()) {
                    files.put(name, in.readNBytes(FILE_LIMIT));
                }
            }
        }
        Map<String, String> provides = new TreeMap<>();
        capability.getAttributes().forEach((key, value) -> {
            if (value instanceof String text) {
                provides.put(key, text);
            } else if (value instanceof Version version) {
                provides.put(key + ":Version", version.toString());
            }
        });
        provides.keySet().removeAll(Arrays.asList("model", "version:Version"));
        return new InstalledModel(
                id,
                bundle.getSymbolicName(),
                Optional.ofNullable(bundle.getHeaders("").get(Constants.REQUIRE_CAPABILITY))
                        .orElse(""),
                provides,
                files);
    }
}
