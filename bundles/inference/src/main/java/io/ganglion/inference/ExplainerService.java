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
import org.osgi.service.component.annotations.ReferencePolicy;

/** Explanations from the rows that this node keeps. A node may score without keeping any: then it cannot say why. */
@Component(service = Explainer.class)
public final class ExplainerService implements Explainer {
    private final Inference inference;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile History history;

    @Activate
    public ExplainerService(@Reference Inference inference) {
        this.inference = inference;
    }

    @Override
    public Explanation explain(String contract, String device, Instant at, Explanation.Method method) {
        History rows = history;
        if (rows == null) {
            throw new IllegalStateException("this node keeps no rows to explain from; install feature ganglion-store");
        }
        return new Explanations(rows, inference.answers()).explain(contract, device, at, method);
    }
}
