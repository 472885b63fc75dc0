// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The node's services at this moment. A command must work, and say so, where one is absent. */
public interface Services {

    /** Every service of a type, highest ranking first. */
    <T> List<T> all(Class<T> type);

    /** The service of a type with the highest ranking. */
    default <T> Optional<T> find(Class<T> type) {
        return all(type).stream().findFirst();
    }

    /** The services that a bundle sees. */
    static Services of(BundleContext bundles) {
        return new Services() {
            @Override
            public <T> List<T> all(Class<T> type) {
                try {
                    List<ServiceReference<T>> references = new ArrayList<>(bundles.getServiceReferences(type, null));
                    references.sort(java.util.Comparator.reverseOrder());
                    List<T> found = new ArrayList<>(references.size());
                    for (ServiceReference<T> reference : references) {
                        T service = bundles.getService(reference);
                        if (service != null) {
                            found.add(service);
                        }
                    }
                    return found;
                } catch (InvalidSyntaxException e) {
                    throw new IllegalStateException("no filter was given, so none can be wrong", e);
                }
            }
        };
    }
}
