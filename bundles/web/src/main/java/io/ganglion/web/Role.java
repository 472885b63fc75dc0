// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.util.Locale;
import java.util.Optional;

/** What somebody does here. In ascending order: each is allowed what the ones before it are. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Walks to the machines: takes work orders, says what was found, tells what was observed. */
    TECHNICIAN,
    /** Runs the node: replays the quarantine. */
    OPERATOR,
    /** Answers for models: promotes, rolls back, trains. */
    MODEL_OWNER,
    /** The centre of excellence: everything. */
    COE_ADMIN;

    /** What {@link #COE_ADMIN} was called before there were five roles; also Karaf's name for it. */
    private static final String ADMIN = "admin";

    /** As logins, requests and settings write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return word.equals(ADMIN) ? Optional.of(COE_ADMIN) : Optional.empty();
    }
}
