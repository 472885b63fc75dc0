// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmTest {

    @TempDir
    Path secrets;

    private final Configuration before = quietly();

    private static Configuration quietly() {
        try {
            return Configuration.getConfiguration();
        } catch (SecurityException e) {
            return null;
        }
    }

    /** A realm as a container has it: found by name in the configuration of the process. */
    @BeforeEach
    void configure() {
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return name.equals("plant")
                        ? new AppConfigurationEntry[] {
                            new AppConfigurationEntry(
                                    Directory.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
                        }
                        : null;
            }
        });
    }

    @AfterEach
    void restore() {
        Configuration.setConfiguration(before);
    }

    /** Knows user {@code viewer}, in the roles {@code ssh} and {@code admin}. */
    public static final class Directory implements LoginModule {

        record User(String getName) implements Principal {
            @Override
            public String getName() {
                return getName;
            }
        }

        record PlantRole(String getName) implements Principal {
            @Override
            public String getName() {
                return getName;
            }
        }

        private Subject subject;
        private CallbackHandler answers;

        @Override
        public void initialize(Subject of, CallbackHandler from, Map<String, ?> shared, Map<String, ?> options) {
            subject = of;
            answers = from;
        }

        @Override
        public boolean login() throws LoginException {
            var name = new javax.security.auth.callback.NameCallback("user");
            var password = new javax.security.auth.callback.PasswordCallback("password", false);
            try {
                answers.handle(new javax.security.auth.callback.Callback[] {name, password});
            } catch (Exception e) {
                throw new LoginException(e.toString());
            }
            if (!name.getName().equals("viewer") || !new String(password.getPassword()).equals("of the plant")) {
                throw new LoginException("no");
            }
            return true;
        }

        @Override
        public boolean commit() {
            subject.getPrincipals()
                    .addAll(Set.of(
                            new User("viewer"),
                            new PlantRole("ssh"),
                            new PlantRole("operator"),
                            new PlantRole("viewer")));
            return true;
        }

        @Override
        public boolean abort() {
            return true;
        }

        @Override
        public boolean logout() {
            return true;
        }
    }

    private static WebSettings realm(String name, String principals) {
        return new WebSettings(name, Set.of(principals), Duration.ofHours(1), Duration.ofHours(8), 4, 2, false);
    }

    @Test
    void aRealmOfTheContainerAnswers_andTheHighestRoleCounts() throws Exception {
        try (House house = new House(realm("plant", "PlantRole"), secrets, new Hands())) {
            HttpResponse<String> login = house.logIn("viewer", "of the plant");
            assertThat(House.word(login, "role")).isEqualTo("operator");
            assertThat(house.send(house.to("/closed").header("Cookie", House.cookie(login)))
                            .body())
                    .isEqualTo("viewer as operator");
            assertThat(house.send(house.to("/closed").header("Authorization", House.basic("viewer", "of the plant")))
                            .body())
                    .isEqualTo("viewer as operator");
            assertThat(house.logIn("viewer", "of another").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aUsersNameIsNoRole_howeverItReads() throws Exception {
        try (House house = new House(realm("plant", "RolePrincipal"), secrets, new Hands())) {
            assertThat(house.logIn("viewer", "of the plant").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aRealmThatNobodyConfigured_letsNobodyIn() throws Exception {
        try (House house = new House(realm("karaf", "RolePrincipal"), secrets, new Hands())) {
            assertThat(house.logIn("viewer", "of the plant").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void everyRoleOfTheFileComesThroughJaas_andTheOldAdminIsTheCentresNow() throws Exception {
        LoginFile.writeLines(
                secrets.resolve(WebCredentials.FILE),
                LoginFile.line("a", "technician", "secret")
                        + LoginFile.line("b", "model-owner", "secret")
                        + LoginFile.line("c", "coe-admin", "secret")
                        + LoginFile.line("d", "admin", "secret"));
        try (House house = new House(WebSettings.DEFAULTS, secrets, new Hands())) {
            assertThat(List.of("a", "b", "c", "d"))
                    .extracting(user -> House.word(house.logIn(user, "secret"), "role"))
                    .containsExactly("technician", "model-owner", "coe-admin", "coe-admin");
        }
    }

    @Test
    void aNodeWithoutLogins_makesItsFirstAdministrator_onceAndForTheOwnerAlone() throws Exception {
        Path folder = secrets.resolve("new");
        Path told = FirstLogin.make(folder).orElseThrow();
        assertThat(Files.getPosixFilePermissions(told))
                .allMatch(one -> one.name().startsWith("OWNER_"));
        String[] login = Files.readString(told).strip().split(" ");
        try (House house = new House(WebSettings.DEFAULTS, folder, new Hands())) {
            assertThat(House.word(house.logIn(login[0], login[1]), "role")).isEqualTo("coe-admin");
        }
        assertThat(FirstLogin.make(folder)).isEmpty();
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }
}
