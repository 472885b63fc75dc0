// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.inference.scoring.OfflineScoring;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Offline scoring as a service. */
@Component(service = Scoring.class)
public final class ScoringService implements Scoring {
    private final Scoring scoring = new OfflineScoring();

    @Override
    public double[] scores(ModelSpec spec, byte[] network, List<Observation> observations) throws ModelException {
        return scoring.scores(spec, network, observations);
    }

    @Override
    public ModelSpec commission(ModelSpec spec, byte[] network, List<Observation> rows) throws ModelException {
        return scoring.commission(spec, network, rows);
    }
}
