// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.taxonomy;

import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Taxonomy;
import io.ganglion.api.maintenance.Taxonomy.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the bundles that bring a taxonomy; of two for one contract the one with the higher version counts. */
@Component(service = Taxonomies.class)
public final class TaxonomyBundles implements Taxonomies, BundleTrackerCustomizer<Bundle> {
    private static final Logger LOG = LoggerFactory.getLogger(TaxonomyBundles.class);
    private static final String CAPABILITY = "ganglion.taxonomy";
    private static final String FILE = "contract/taxonomy.json";

    private record Brought(Version version, Taxonomy taxonomy) {}

    private final Map<Long, Brought> brought = new ConcurrentHashMap<>();
    private final BundleTracker<Bundle> tracker;

    @Activate
    public TaxonomyBundles(BundleContext context) {
        tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
        tracker.open();
    }

    @Deactivate
    void stop() {
        tracker.close();
    }

    /** What may be said of a machine of which nobody brought any words. */
    static Taxonomy plain(String contract) {
        return new Taxonomy(contract, List.of(new Cause("other", "Other", "OTH", "6.0", "5.0", Map.of())));
    }

    @Override
    public Taxonomy of(String contract) {
        return brought.values().stream()
                .filter(candidate -> candidate.taxonomy().contract().equals(contract))
                .max(Comparator.comparing(Brought::version))
                .map(Brought::taxonomy)
                .orElseGet(() -> plain(contract));
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return null;
        }
        return revision.getDeclaredCapabilities(CAPABILITY).stream()
                .findFirst()
                .map(capability ->
                        add(bundle, String.valueOf(capability.getAttributes().get("contract"))))
                .orElse(null);
    }

    private Bundle add(Bundle bundle, String contract) {
        URL file = bundle.getEntry(FILE);
        if (file == null) {
            LOG.warn("{} promises a taxonomy of {}, and has no {}", bundle.getSymbolicName(), contract, FILE);
            return null;
        }
        try (InputStream in = file.openStream()) {
            Taxonomy taxonomy = TaxonomyReader.read(contract, in.readNBytes(TaxonomyReader.LIMIT + 1));
            brought.put(bundle.getBundleId(), new Brought(bundle.getVersion(), taxonomy));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The taxonomy of {} in {} is not used: {}", contract, bundle.getSymbolicName(), e.getMessage());
        }
        return bundle;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {}

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
        brought.remove(bundle.getBundleId());
    }
}
