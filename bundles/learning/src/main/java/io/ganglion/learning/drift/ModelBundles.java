// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the bundles of models say about their training. */
final class ModelBundles {
    private static final Logger LOG = LoggerFactory.getLogger(ModelBundles.class);
    private static final int BYTE_LIMIT = 1 << 20;

    private final BundleContext context;

    ModelBundles(BundleContext context) {
        this.context = context;
    }

    /** The reference in a model's bundle; empty where there is none, or none that can be read. */
    Optional<Reference> reference(ModelId model) {
        for (Bundle bundle : context.getBundles()) {
            URL file = holds(bundle, model) ? bundle.getEntry(Reference.FILE) : null;
            if (file != null) {
                try (InputStream in = file.openStream()) {
                    return Optional.of(Reference.parse(in.readNBytes(BYTE_LIMIT + 1)));
                } catch (IOException | IllegalArgumentException e) {
                    LOG.warn(
                            "{} of {} cannot be read, and devices are compared with their own first rows: {}",
                            Reference.FILE,
                            model,
                            e.toString());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Bundle bundle, ModelId model) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision != null) {
            for (BundleCapability capability : revision.getDeclaredCapabilities("ganglion.model")) {
                Object version = capability.getAttributes().get("version");
                if (model.name().equals(capability.getAttributes().get("model"))
                        && version instanceof Version exact
                        && exact.equals(model.version())) {
                    return true;
                }
            }
        }
        return false;
    }
}
