// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/** Where logins are proved, by JAAS: the node's own file of credentials, or a realm of the container. Thread-safe. */
interface Realm {

    /**
     * A login that was right.
     *
     * @param proof what it was proved by; empty where the realm does not say
     */
    record Proven(WebLogin login, String proof) {}

    /** Why nobody can log in, with the next step; empty where somebody can. */
    String trouble();

    /** What was proved while this stays equal need not be proved again. */
    Object stamp();

    /** Slow on purpose. Empty where user or password is wrong, or the user has no role here. */
    Optional<Proven> prove(String user, char[] password);

    /** Whether it would be proved today as it was. */
    boolean stands(Proven proven);

    /** Goes through JAAS with the loader that sees the login module. */
    static Optional<Subject> subject(Entrance entrance, ClassLoader loader, String user, char[] password) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            LoginContext context = entrance.open(new Answers(user, password));
            context.login();
            return Optional.of(context.getSubject());
        } catch (LoginException | SecurityException e) {
            return Optional.empty();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The highest role among the principals whose class is so named, with its package or without. */
    static Optional<Role> role(Subject subject, Set<String> classes) {
        return subject.getPrincipals().stream()
                .filter(one -> classes.contains(one.getClass().getSimpleName())
                        || classes.contains(one.getClass().getName()))
                .map(Principal::getName)
                .flatMap(name -> Role.of(name).stream())
                .max(Comparator.naturalOrder());
    }

    /** Opens a login context. */
    interface Entrance {
        LoginContext open(CallbackHandler answers) throws LoginException;
    }

    /** Says user and password to whoever asks. */
    final class Answers implements CallbackHandler {

        private final String user;
        private final char[] password;

        Answers(String user, char[] password) {
            this.user = user;
            this.password = Arrays.copyOf(password, password.length);
        }

        @Override
        public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password);
                } else {
                    throw new UnsupportedCallbackException(callback, "user and password is all there is");
                }
            }
        }
    }
}
