// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.node;

import io.ganglion.api.model.ModelId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** The model bundles of this framework: which are here, and bringing one in. */
public final class ModelBundles {

    private static final String CAPABILITY = "ganglion.model";
    private static final String LOCATION = "ganglion-hub:";
    private static final int START_LEVEL = 73;

    private final BundleContext context;

    public ModelBundles(BundleContext context) {
        this.context = context;
    }

    /** The model that a bundle carries. */
    public static Optional<ModelId> model(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Optional.empty()
                : revision.getDeclaredCapabilities(CAPABILITY).stream()
                        .findFirst()
                        .flatMap(ModelBundles::id);
    }

    private static Optional<ModelId> id(BundleCapability capability) {
        Object name = capability.getAttributes().get("model");
        return name instanceof String text
                        && !text.isBlank()
                        && text.indexOf('@') < 0
                        && capability.getAttributes().get("version") instanceof Version version
                ? Optional.of(new ModelId(text, version))
                : Optional.empty();
    }

    /** Every model bundle here, as it was installed. */
    public List<Bundle> here() {
        List<Bundle> here = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (model(bundle).isPresent()) {
                here.add(bundle);
            }
        }
        return here;
    }

    public List<ModelId> models() {
        return here().stream().flatMap(bundle -> model(bundle).stream()).toList();
    }

    /** Whether the hub itself brought this bundle in. */
    public static boolean isOurs(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /**
     * Brings a model in and starts it. Where a bundle with it is already here, however it came, that one is started.
     *
     * @param bytes the verified content bundle
     */
    public synchronized void install(ModelId id, byte[] bytes) throws IOException {
        Optional<Bundle> there = here().stream()
                .filter(bundle -> model(bundle).equals(Optional.of(id)))
                .findFirst();
        Bundle bundle = null;
        try {
            bundle = there.isPresent()
                    ? there.get()
                    : context.installBundle(LOCATION + id, new ByteArrayInputStream(bytes));
            if (there.isEmpty()) {
                BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
                if (level != null) {
                    level.setStartLevel(START_LEVEL);
                }
            }
            bundle.start();
        } catch (BundleException | IllegalStateException e) {
            if (there.isEmpty() && bundle != null) {
                uninstall(bundle);
            }
            throw new IOException(id + " cannot be installed: " + e.getMessage(), e);
        }
    }

    /** Takes away what the hub brought in of a model's name, but for the newest and those that must stay. */
    public synchronized List<ModelId> prune(String name, int keep, java.util.function.Predicate<ModelId> mayGo) {
        List<Bundle> ours = here().stream()
                .filter(bundle ->
                        isOurs(bundle) && model(bundle).orElseThrow().name().equals(name))
                .sorted(Comparator.comparing((Bundle bundle) -> model(bundle).orElseThrow())
                        .reversed())
                .toList();
        List<ModelId> gone = new ArrayList<>();
        for (Bundle bundle : ours.subList(Math.min(keep, ours.size()), ours.size())) {
            ModelId id = model(bundle).orElseThrow();
            if (mayGo.test(id)) {
                uninstall(bundle);
                gone.add(id);
            }
        }
        return gone;
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            // It is gone, or the framework is going.
        }
    }
}
