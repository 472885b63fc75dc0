// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.Locale;
import java.util.Optional;

/** What somebody does here, as the door says it. In ascending order: each is allowed what the ones before it are. */
enum Role {
    VIEWER,
    TECHNICIAN,
    OPERATOR,
    MODEL_OWNER,
    COE_ADMIN;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Role> of(Object word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
