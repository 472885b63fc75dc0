// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.series.History;
import io.ganglion.inference.explain.Explanations;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Explanations, from the rows that a node keeps. */
@Component(service = Explainer.class)
public final class ExplainerService implements Explainer {
    private final Explainer explanations;

    @Activate
    public ExplainerService(
            @Reference Inference inference,
            // Optional, for a node that keeps nothing scores all the same: a mandatory one would bind the whole bundle
            // to the store.
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    History history) {
        this.explanations =
                history == null ? ExplainerService::withoutRows : new Explanations(history, inference.answers());
    }

    private static Explanation withoutRows(String contract, String device, Instant at, Explanation.Method method) {
        throw new IllegalStateException("this node keeps no rows to explain " + device
                + " from: install the store, feature:install ganglion-store");
    }

    @Override
    public Explanation explain(String contract, String device, Instant at, Explanation.Method method) {
        return explanations.explain(contract, device, at, method);
    }
}
