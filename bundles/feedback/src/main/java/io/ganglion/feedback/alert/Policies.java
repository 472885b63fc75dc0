// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The policies at one moment. A device belongs to one use case: the first by name that covers it, so that one fault is one
 * work order.
 */
public final class Policies {
    private final List<AlertPolicy> policies;

    /** @param configured none means the ordinary one */
    public Policies(List<AlertPolicy> configured) {
        policies = configured.isEmpty()
                ? List.of(AlertPolicy.ordinary())
                : configured.stream()
                        .sorted(Comparator.comparing(AlertPolicy::useCase))
                        .toList();
    }

    Optional<AlertPolicy> of(String contract, String device) {
        return policies.stream()
                .filter(policy -> policy.covers(contract, device))
                .findFirst();
    }

    /** By its name; empty for one that is not configured any more. */
    public Optional<AlertPolicy> named(String useCase) {
        return policies.stream()
                .filter(policy -> policy.useCase().equals(useCase))
                .findFirst();
    }

    /** Of a device that people reported; the ordinary one where none covers it. */
    public AlertPolicy covering(String contract, String device) {
        return of(contract, device).orElseGet(AlertPolicy::ordinary);
    }
}
