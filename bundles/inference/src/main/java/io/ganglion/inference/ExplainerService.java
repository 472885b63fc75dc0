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

/** Explanations, where a node keeps rows to explain from. */
@Component(service = Explainer.class)
public final class ExplainerService implements Explainer {
    private final Explainer explanations;

    @Activate
    public ExplainerService(@Reference Inference inference, @Reference History history) {
        this.explanations = new Explanations(history, inference.answers());
    }

    @Override
    public Explanation explain(String contract, String device, Instant at, Explanation.Method method) {
        return explanations.explain(contract, device, at, method);
    }
}
