// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.login;

import java.util.Locale;
import java.util.Optional;

/** Who is logged in, and what that is allowed. */
public record WebLogin(String user, Role role) {

    /** The request attribute that holds the {@link Role}'s name in lower case; the user is the remote user. */
    public static final String ROLE_ATTRIBUTE = "io.ganglion.web.role";

    /** What somebody does here. */
    public enum Role {
        /** Reads. */
        VIEWER,
        /** Reads, tells what was observed, subscribes. */
        TECHNICIAN,
        /** The same on behalf of the plant. */
        OPERATOR,
        /** Everything, and the logins of others. */
        ADMIN;

        public boolean mayWrite() {
            return this != VIEWER;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Role> of(String word) {
            for (Role role : values()) {
                if (role.word().equals(word)) {
                    return Optional.of(role);
                }
            }
            return Optional.empty();
        }
    }
}
