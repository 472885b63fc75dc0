// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.inference.models.ModelBoard;
import io.ganglion.inference.models.ModelOffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTracker;

/**
 * Follows the bundles that provide a model: an active one is offered to the board, an installed one that the resolver
 * refused is explained. The tracked object says whether the bundle has been offered.
 */
final class ModelExtender extends BundleTracker<AtomicBoolean> {
    static final String MODEL = "ganglion.model";
    static final String CONTRACT = "ganglion.contract";
    static final String ENGINE = "ganglion.engine";

    private final ModelBoard board;

    ModelExtender(BundleContext context, ModelBoard board) {
        super(context, Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE, null);
        this.board = board;
    }

    @Override
    public AtomicBoolean addingBundle(Bundle bundle, BundleEvent event) {
        if (capability(bundle).isEmpty()) {
            return null;
        }
        AtomicBoolean offered = new AtomicBoolean();
        modifiedBundle(bundle, event, offered);
        return offered;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, AtomicBoolean offered) {
        boolean active = bundle.getState() == Bundle.ACTIVE;
        Optional<BundleCapability> capability = capability(bundle);
        if (active && capability.isPresent() && offered.compareAndSet(false, true)) {
            board.offer(offer(bundle, capability.get()));
        } else if (!active) {
            removedBundle(bundle, event, offered);
        }
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, AtomicBoolean offered) {
        if (offered.compareAndSet(true, false)) {
            board.withdraw(bundle.getBundleId());
        }
    }

    /** Model bundles that are not active, each with the reason. */
    List<ModelStatus> idle() {
        List<ModelStatus> idle = new ArrayList<>();
        Missing missing = new Missing(context.getBundles());
        for (Map.Entry<Bundle, AtomicBoolean> tracked : getTracked().entrySet()) {
            Bundle bundle = tracked.getKey();
            Optional<BundleCapability> capability = capability(bundle);
            if (!tracked.getValue().get() && capability.isPresent()) {
                idle.add(idle(bundle, capability.get(), missing));
            }
        }
        return idle;
    }

    /** Whether a bundle with a model of this name is installed and waits for what it requires. */
    boolean isUnresolved(String model) {
        return getTracked().keySet().stream()
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .anyMatch(bundle -> capability(bundle)
                        .map(capability -> id(bundle, capability).name().equals(model))
                        .orElse(false));
    }

    private static ModelStatus idle(Bundle bundle, BundleCapability capability, Missing missing) {
        String problem = bundle.getState() == Bundle.INSTALLED
                ? missing.explain(bundle, capability.getRevision())
                : "resolved, but not started: bundle:start " + bundle.getBundleId();
        return new ModelStatus(
                id(bundle, capability),
                contract(capability),
                origin(bundle),
                ModelStatus.State.UNRESOLVED,
                "",
                problem,
                0,
                Optional.empty(),
                "",
                Missing.majors(capability.getRevision(), contract(capability)).toString());
    }

    private static ModelOffer offer(Bundle bundle, BundleCapability capability) {
        return new ModelOffer(
                bundle.getBundleId(),
                id(bundle, capability),
                contract(capability),
                Missing.majors(capability.getRevision(), contract(capability)),
                origin(bundle),
                Missing.layers(capability.getRevision()),
                (path, limit) -> read(bundle, path, limit));
    }

    private static byte[] read(Bundle bundle, String path, int limit) throws IOException {
        try {
            URL entry = bundle.getEntry(path);
            if (entry == null) {
                return null;
            }
            try (InputStream in = entry.openStream()) {
                return in.readNBytes(limit + 1);
            }
        } catch (IllegalStateException e) {
            throw new IOException("the bundle has been uninstalled meanwhile", e);
        }
    }

    private static Optional<BundleCapability> capability(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Optional.empty()
                : revision.getDeclaredCapabilities(MODEL).stream().findFirst();
    }

    private static ModelId id(Bundle bundle, BundleCapability capability) {
        Object name = capability.getAttributes().get("model");
        Object version = capability.getAttributes().get("version");
        return new ModelId(
                name instanceof String text && !text.isBlank() && text.indexOf('@') < 0
                        ? text
                        : bundle.getSymbolicName(),
                version instanceof Version declared ? declared : bundle.getVersion());
    }

    private static String contract(BundleCapability capability) {
        return String.valueOf(capability.getAttributes().getOrDefault("contract", ""));
    }

    private static String origin(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion() + " [" + bundle.getBundleId() + "]";
    }
}
