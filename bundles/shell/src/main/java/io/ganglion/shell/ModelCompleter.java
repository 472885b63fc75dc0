// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.model.Models;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Models, with and without their version. */
@Service
public final class ModelCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(Models.class).stream()
                .flatMap(models -> models.list().stream())
                .flatMap(model -> Stream.of(model.id().name(), model.id().toString()))
                .distinct();
    }
}
