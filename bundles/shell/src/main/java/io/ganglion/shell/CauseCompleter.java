// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Taxonomy.Cause;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Root causes of the contracts that are here. */
@Service
public final class CauseCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(Contracts.class).stream()
                .flatMap(contracts -> contracts.list().stream())
                .map(contract -> contract.name())
                .distinct()
                .flatMap(contract -> node.find(Taxonomies.class).stream()
                        .flatMap(taxonomies -> taxonomies.of(contract).causes().stream()))
                .map(Cause::code)
                .distinct();
    }
}
