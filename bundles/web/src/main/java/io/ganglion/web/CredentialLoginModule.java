// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;

/** JAAS over {@link WebCredentials}: a user, and one role. Made by JAAS for each login. */
public final class CredentialLoginModule implements LoginModule {

    /** The option that holds the {@link WebCredentials}. */
    static final String CREDENTIALS = "credentials";

    private static final PasswordHash NOBODY = new PasswordHash(PasswordHash.ROUNDS, new byte[16], new byte[32]);

    /** Who. */
    record UserPrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    /** As what. */
    record RolePrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    private Subject subject;
    private CallbackHandler answers;
    private WebCredentials credentials;
    private WebCredentials.Entry proven;

    @Override
    public void initialize(Subject subject, CallbackHandler answers, Map<String, ?> shared, Map<String, ?> options) {
        this.subject = subject;
        this.answers = answers;
        this.credentials = (WebCredentials) options.get(CREDENTIALS);
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("user");
        PasswordCallback password = new PasswordCallback("password", false);
        try {
            answers.handle(new Callback[] {name, password});
        } catch (IOException | UnsupportedCallbackException e) {
            throw (LoginException) new LoginException("nobody says user and password").initCause(e);
        }
        WebCredentials.Entry entry =
                name.getName() == null ? null : credentials.listing().entries().get(name.getName());
        char[] given = password.getPassword();
        password.clearPassword();
        // For a user that does not exist the same work is done, so that the time tells nothing.
        boolean right = (entry == null ? NOBODY : entry.hash()).fits(given == null ? new char[0] : given);
        if (!right || entry == null) {
            throw new FailedLoginException("user or password is wrong");
        }
        proven = entry;
        return true;
    }

    @Override
    public boolean commit() {
        if (proven == null) {
            return false;
        }
        subject.getPrincipals().addAll(principals(proven));
        subject.getPrivateCredentials().add(proven.hash());
        return true;
    }

    private static Set<Principal> principals(WebCredentials.Entry entry) {
        return Set.of(
                new UserPrincipal(entry.login().user()),
                new RolePrincipal(entry.login().role().word()));
    }

    @Override
    public boolean abort() {
        return logout();
    }

    @Override
    public boolean logout() {
        if (proven != null) {
            subject.getPrincipals().removeAll(principals(proven));
            subject.getPrivateCredentials().remove(proven.hash());
            proven = null;
        }
        return true;
    }
}
