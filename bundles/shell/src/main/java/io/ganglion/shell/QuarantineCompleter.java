// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Quarantine;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The newest refused payloads. */
@Service
public final class QuarantineCompleter extends NodeCompleter {
    private static final int OFFERED = 50;

    @Override
    Stream<String> names(Services node) {
        return node.find(Quarantine.class).stream()
                .flatMap(quarantine -> quarantine.list(OFFERED).stream())
                .map(refused -> Long.toString(refused.id()));
    }
}
