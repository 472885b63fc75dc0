// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.util.Objects.requireNonNull;

/** Who is logged in, and as what. */
public record WebLogin(String user, Role role) {

    /** The request attribute that holds the {@link Role}'s word; the user is the remote user. */
    public static final String ROLE_ATTRIBUTE = "io.ganglion.web.role";

    /**
     * The request attribute that holds a {@code BooleanSupplier}: whether the login of this request still stands. For
     * answers that take long, such as a stream of events.
     */
    public static final String STANDS_ATTRIBUTE = "io.ganglion.web.stands";

    public WebLogin {
        requireNonNull(user, "user");
        requireNonNull(role, "role");
    }
}
