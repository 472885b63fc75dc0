// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Work orders, the newest hundred. */
@Service
public final class WorkOrderCompleter extends NodeCompleter {
    private static final int SHOWN = 100;

    @Override
    Stream<String> names(Services node) {
        try {
            return node.find(WorkOrders.class).stream()
                    .flatMap(desk -> desk.list(Set.of(), "", "", SHOWN).stream())
                    .map(WorkOrder::id);
        } catch (UncheckedIOException e) {
            // Its disk is away: there is nothing to complete from.
            return Stream.empty();
        }
    }
}
