// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.rollout.Router;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Numbers of the last decisions. */
@Service
public final class DecisionCompleter extends NodeCompleter {
    private static final int SHOWN = 50;

    @Override
    Stream<String> names(Services node) {
        return node.find(Router.class).stream()
                .flatMap(router -> router.decisions("", SHOWN).stream())
                .map(decision -> String.valueOf(decision.number()));
    }
}
