// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The root causes that may be named for a kind of machine, in the manner of ISO 14224: how it failed, by what mechanism,
 * because of what.
 *
 * @param contract the contract's name
 * @param causes in the order in which people see them
 */
public record Taxonomy(String contract, List<Cause> causes) {

    /**
     * One root cause.
     *
     * @param code for example {@code bearing-wear}; what labels and reports carry
     * @param title for people, for example {@code Bearing worn}
     * @param failureMode how the failure shows, for example {@code VIB} (abnormal vibration), ISO 14224 annex B.2.6
     * @param mechanism the failure mechanism's number, for example {@code 2.4} (wear), ISO 14224 table B.2
     * @param cause the failure cause's number, for example {@code 4.2} (expected wear and tear), ISO 14224 table B.3
     * @param codes what it is called in each maintenance system, by the system's name or kind
     */
    public record Cause(
            String code, String title, String failureMode, String mechanism, String cause, Map<String, String> codes) {
        public Cause {
            requireNonNull(title, "title");
            codes = Map.copyOf(codes);
            if (!code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                throw new IllegalArgumentException("a cause's code is lower case, as in bearing-wear: code=" + code);
            }
        }
    }

    public Taxonomy {
        requireNonNull(contract, "contract");
        causes = List.copyOf(causes);
    }

    /** By its code. */
    public Optional<Cause> find(String code) {
        return causes.stream().filter(cause -> cause.code().equals(code)).findFirst();
    }

    /** What a maintenance system calls a cause; its code where the system has no name of its own for it. */
    public Optional<String> codeIn(String system, String code) {
        return find(code).map(cause -> cause.codes().getOrDefault(system, cause.code()));
    }

    /** The cause that a maintenance system calls so; by its own code where none is mapped. */
    public Optional<Cause> named(String system, String systemCode) {
        return causes.stream()
                .filter(cause -> systemCode.equals(cause.codes().get(system)))
                .findFirst()
                .or(() -> find(systemCode));
    }
}
