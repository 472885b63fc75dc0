// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How people come in.
 *
 * @param realm JAAS realm of the container; empty for the node's own file of credentials
 * @param rolePrincipals of such a realm, the classes of the principals that are roles
 * @param idle a session ends so long after its last request
 * @param whole a session ends so long after its login
 * @param sessions at a time
 * @param sessionsOfOne of one user at a time
 * @param secureCookie whether browsers come by https although this node does not speak it
 */
public record WebSettings(
        String realm,
        Set<String> rolePrincipals,
        Duration idle,
        Duration whole,
        int sessions,
        int sessionsOfOne,
        boolean secureCookie) {

    /** As long as nobody sets anything. */
    public static final WebSettings DEFAULTS =
            new WebSettings("", Set.of("RolePrincipal"), Duration.ofHours(1), Duration.ofHours(12), 256, 16, false);

    public WebSettings {
        realm = realm.strip();
        rolePrincipals = Set.copyOf(rolePrincipals);
        if (idle.isNegative() || idle.isZero() || whole.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "a session is idle for a while, and ends after that: idle=" + idle + " whole=" + whole);
        }
        if (sessionsOfOne < 1 || sessions < sessionsOfOne) {
            throw new IllegalArgumentException(
                    "there is room for one session at least: sessions=" + sessions + " of one user=" + sessionsOfOne);
        }
    }

    static WebSettings of(WebConfig config) {
        return new WebSettings(
                config.realm(),
                Arrays.stream(config.role__principals().split(","))
                        .map(String::strip)
                        .collect(Collectors.toSet()),
                Duration.ofMinutes(config.session__idle__min()),
                Duration.ofHours(config.session__hours()),
                config.max__sessions(),
                config.max__sessions__per__user(),
                config.secure__cookie());
    }
}
