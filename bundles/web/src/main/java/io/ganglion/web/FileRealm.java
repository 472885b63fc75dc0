// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;

/** The node's own file of credentials, by way of its own login module. */
final class FileRealm implements Realm {

    private static final String NAME = "ganglion-web";

    private final WebCredentials credentials;
    private final Configuration configuration;

    FileRealm(WebCredentials credentials) {
        this.credentials = credentials;
        AppConfigurationEntry entry = new AppConfigurationEntry(
                CredentialLoginModule.class.getName(),
                LoginModuleControlFlag.REQUIRED,
                Map.of(CredentialLoginModule.CREDENTIALS, credentials));
        // Handed over, not set: the configuration of the process belongs to the container.
        configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
    }

    @Override
    public String trouble() {
        WebCredentials.Listing listing = credentials.listing();
        return listing.entries().isEmpty() ? listing.trouble() : "";
    }

    @Override
    public Object stamp() {
        return credentials.listing().stamp();
    }

    @Override
    public Optional<Proven> prove(String user, char[] password) {
        Optional<Subject> subject = Realm.subject(
                answers -> new LoginContext(NAME, new Subject(), answers, configuration),
                FileRealm.class.getClassLoader(),
                user,
                password);
        return subject.flatMap(one -> Realm.role(one, Set.of("RolePrincipal")).map(role -> {
            String hash = one.getPrivateCredentials(PasswordHash.class)
                    .iterator()
                    .next()
                    .toString();
            return new Proven(new WebLogin(user, role), hash);
        }));
    }

    @Override
    public boolean stands(Proven proven) {
        WebCredentials.Entry entry =
                credentials.listing().entries().get(proven.login().user());
        return entry != null
                && entry.login().equals(proven.login())
                && entry.hash().toString().equals(proven.proof());
    }
}
