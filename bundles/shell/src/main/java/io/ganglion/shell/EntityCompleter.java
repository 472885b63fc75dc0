// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Devices that have a history. */
@Service
public final class EntityCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(History.class).stream()
                .flatMap(history -> history.entities().stream())
                .map(Entity::device)
                .distinct();
    }
}
