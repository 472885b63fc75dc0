// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Milo's threads, which all drivers share: gone when the last of them is. */
@Component(service = Workshop.class)
public final class Workshop {

    @Activate
    public Workshop() {
        // Milo makes them when they are first needed.
    }

    @Deactivate
    void close() {
        Stack.releaseSharedResources(2, TimeUnit.SECONDS);
    }
}
