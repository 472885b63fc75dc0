// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Registered models with their versions. */
@Service
public final class HubCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        try {
            return node.find(Hub.class).stream()
                    .flatMap(hub -> hub.list().stream())
                    .map(record -> record.id().toString());
        } catch (IllegalStateException e) {
            // Its database is away: there is nothing to complete from.
            return Stream.empty();
        }
    }
}
