// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.model.Models;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Models without their version. */
@Service
public final class ModelNameCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(Models.class).stream()
                .flatMap(models -> models.list().stream())
                .map(model -> model.id().name())
                .distinct();
    }
}
