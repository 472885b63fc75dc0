// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Store;
import java.util.ArrayList;
import java.util.List;

/** Whether the node does what it is there for. */
final class Readiness {

    private Readiness() {}

    /**
     * Why it does not.
     *
     * @param what a word for those who watch: {@code flow store contract model}
     * @param detail for people, with the next step
     */
    record Reason(String what, String detail) {}

    /** Each of them null where its bundle does not run; a node without a store or without models is one by design. */
    static List<Reason> reasons(Flow flow, Store store, Contracts contracts, Models models) {
        List<Reason> reasons = new ArrayList<>();
        add("flow", flow == null ? "the pipeline does not run" : flow.trouble(), reasons);
        add("store", store == null ? "" : store.status().trouble(), reasons);
        for (ContractStatus contract : contracts == null ? List.<ContractStatus>of() : contracts.list()) {
            if (contract.state() == ContractStatus.State.REFUSED) {
                add("contract", contract.name() + "@" + contract.version() + ": " + contract.problem(), reasons);
            }
        }
        for (ModelStatus model : models == null ? List.<ModelStatus>of() : models.list()) {
            if (model.state() == ModelStatus.State.REFUSED) {
                add("model", model.id() + ": " + model.problem(), reasons);
            }
        }
        return reasons;
    }

    private static void add(String what, String detail, List<Reason> reasons) {
        if (!detail.isEmpty()) {
            reasons.add(new Reason(what, detail));
        }
    }
}
