// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;

/**
 * A realm that the container configured, for example {@code karaf}. It does not tell when a user changes: what it proved is
 * asked again every minute with Basic, and with a session at its end.
 */
final class ContainerRealm implements Realm {

    private static final long REMEMBERED_MS = 60_000;

    private final String name;
    private final Set<String> principals;
    private final Clock clock;

    /** @param principals classes of the principals that are roles, by simple or full name */
    ContainerRealm(String name, Set<String> principals, Clock clock) {
        this.name = name;
        this.principals = Set.copyOf(principals);
        this.clock = clock;
    }

    @Override
    public String trouble() {
        return "";
    }

    @Override
    public Object stamp() {
        return clock.millis() / REMEMBERED_MS;
    }

    @Override
    public Optional<Proven> prove(String user, char[] password) {
        // The container's login modules are found by its own loader, which need not be ours.
        Optional<Subject> subject = Realm.subject(
                answers -> new LoginContext(name, answers), ClassLoader.getSystemClassLoader(), user, password);
        return subject.flatMap(one -> Realm.role(one, principals))
                .map(role -> new Proven(new WebLogin(user, role), ""));
    }

    @Override
    public boolean stands(Proven proven) {
        return true;
    }
}
