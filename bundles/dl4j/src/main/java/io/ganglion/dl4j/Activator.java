// SPDX-License-Identifier: Apache-2.0
package io.ganglion.dl4j;

import java.io.File;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers the {@link Backend} when the native code is loaded. */
public final class Activator implements BundleActivator {
    /** Framework property: the folder for the unpacked native libraries, instead of this bundle's own data area. */
    static final String CACHE = "io.ganglion.dl4j.cache";

    @Override
    public void start(BundleContext context) {
        String folder = context.getProperty(CACHE);
        File cache = folder == null ? context.getDataFile("javacpp") : new File(folder);
        context.registerService(Backend.class, Backend.start(cache.toPath()), null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; native code stays loaded as long as the class loader lives.
    }
}
