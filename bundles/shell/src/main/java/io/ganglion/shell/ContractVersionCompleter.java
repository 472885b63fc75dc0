// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.contract.Contracts;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Contracts of this node, with their versions. */
@Service
public final class ContractVersionCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(Contracts.class).stream()
                .flatMap(contracts -> contracts.list().stream())
                .map(status -> status.name() + "@" + status.version());
    }
}
