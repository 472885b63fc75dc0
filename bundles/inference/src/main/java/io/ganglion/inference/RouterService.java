// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The desk as a service. */
@Component(service = Router.class)
public final class RouterService implements Router {
    private final Router desk;

    @Activate
    public RouterService(@Reference Inference inference) {
        this.desk = inference.desk();
    }

    @Override
    public List<RoutePlan> plans() {
        return desk.plans();
    }

    @Override
    public Decision route(RoutePlan plan, String by, String reason) {
        return desk.route(plan, by, reason);
    }

    @Override
    public Decision promote(ModelId model, String by, String reason) {
        return desk.promote(model, by, reason);
    }

    @Override
    public Decision rollBack(String contract, String by, String reason) {
        return desk.rollBack(contract, by, reason);
    }

    @Override
    public List<ArmReport> arms() {
        return desk.arms();
    }

    @Override
    public List<Decision> decisions(String contract, int limit) {
        return desk.decisions(contract, limit);
    }

    @Override
    public Optional<ModelId> answered(String contract, String device, Instant at) {
        return desk.answered(contract, device, at);
    }

    @Override
    public Comparison compare(ModelId trial) {
        return desk.compare(trial);
    }
}
