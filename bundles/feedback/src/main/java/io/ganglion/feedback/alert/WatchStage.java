// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.flow.Stage;
import java.util.function.Supplier;

/** The stage behind inference that watches for episodes. */
public final class WatchStage implements Stage {
    private final Supplier<Policies> policies;
    private final AlertClerk clerk;

    public WatchStage(Supplier<Policies> policies, AlertClerk clerk) {
        this.policies = policies;
        this.clerk = clerk;
    }

    @Override
    public String name() {
        return "alert";
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public Operator open(int partition) {
        return new WatchOperator(policies, clerk::spell, clerk::offer);
    }
}
