// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contexts that contract bundles carry: {@code contract/context.jsonld}, with the capability
 * {@code ganglion.context;url=...;sha-256=...;contract=...}.
 */
public final class ContextBundles implements BundleTrackerCustomizer<List<Map.Entry<String, String>>> {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.ngsi");
    private static final String CAPABILITY = "ganglion.context";
    private static final String FILE = "contract/context.jsonld";
    private static final int BYTES_LIMIT = 1 << 20;

    private final PinnedContexts contexts;
    /** Who brought what, in the order of coming: two versions of a contract may bring one context. */
    private final Map<Bundle, List<Map.Entry<String, String>>> brought = new LinkedHashMap<>();

    public ContextBundles(PinnedContexts contexts) {
        this.contexts = contexts;
    }

    @Override
    public synchronized List<Map.Entry<String, String>> addingBundle(Bundle bundle, BundleEvent event) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<BundleCapability> capabilities =
                revision == null ? List.of() : revision.getDeclaredCapabilities(CAPABILITY);
        if (capabilities.isEmpty()) {
            return null;
        }
        List<Map.Entry<String, String>> pinned = pin(bundle, capabilities);
        brought.put(bundle, pinned);
        return pinned;
    }

    private List<Map.Entry<String, String>> pin(Bundle bundle, List<BundleCapability> capabilities) {
        return capabilities.stream()
                .flatMap(capability -> {
                    String url = String.valueOf(capability.getAttributes().get("url"));
                    String contract = String.valueOf(capability.getAttributes().get("contract"));
                    try {
                        contexts.pin(
                                url, String.valueOf(capability.getAttributes().get("sha-256")), bytes(bundle));
                        contexts.assign(contract, url);
                        return java.util.stream.Stream.of(Map.entry(contract, url));
                    } catch (IOException | IllegalArgumentException | Problem e) {
                        LOG.error("context of {} refused: {}", bundle.getSymbolicName(), e.getMessage());
                        return java.util.stream.Stream.empty();
                    }
                })
                .toList();
    }

    private static byte[] bytes(Bundle bundle) throws IOException {
        URL file = bundle.getEntry(FILE);
        if (file == null) {
            throw new IOException(FILE + " is not in the bundle");
        }
        try (InputStream in = file.openStream()) {
            byte[] bytes = in.readNBytes(BYTES_LIMIT + 1);
            if (bytes.length > BYTES_LIMIT) {
                throw new IOException(FILE + " is larger than " + BYTES_LIMIT + " bytes");
            }
            return bytes;
        }
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, List<Map.Entry<String, String>> pinned) {
        // An update stops the bundle first: it is removed and added.
    }

    @Override
    public synchronized void removedBundle(Bundle bundle, BundleEvent event, List<Map.Entry<String, String>> pinned) {
        brought.remove(bundle);
        pinned.forEach(pin -> contexts.unpin(pin.getKey(), pin.getValue()));
        brought.forEach((other, pins) -> {
            BundleRevision revision = other.adapt(BundleRevision.class);
            boolean shared = pins.stream().anyMatch(pin -> pinned.stream()
                    .anyMatch(gone -> gone.getKey().equals(pin.getKey())
                            || gone.getValue().equals(pin.getValue())));
            if (shared && revision != null) {
                pin(other, revision.getDeclaredCapabilities(CAPABILITY));
            }
        });
    }
}
