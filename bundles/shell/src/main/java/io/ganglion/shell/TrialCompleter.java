// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.rollout.Router;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Models on trial. */
@Service
public final class TrialCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(Router.class).stream()
                .flatMap(router -> router.plans().stream())
                .flatMap(plan -> plan.trials().stream())
                .map(trial -> trial.model().toString());
    }
}
