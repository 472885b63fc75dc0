// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus.State;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class BrokerDriverTest {

    @TempDir
    Path folder;

    private final List<Object> registered = new CopyOnWriteArrayList<>();

    @Test
    void takenPortIsTheState_andNoOutletIsRegistered() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerDriver driver = driver(taken.getLocalPort());
            await().until(() -> driver.status().state() == State.FAILED);
            assertThat(driver.status().detail()).startsWith("port " + taken.getLocalPort() + " is taken: ");
            driver.close();
        }
        assertThat(registered).isEmpty();
    }

    @Test
    void statusSaysWhatIsMissing_andThenWhoIsThere() throws Exception {
        BrokerDriver driver = driver(0);
        await().until(() -> driver.status().state() == State.DEGRADED);
        assertThat(driver.status().detail()).contains("no logins yet", "no pipeline");
        assertThat(registered).hasSize(1);

        Path credentials = Files.writeString(folder.resolve(Credentials.FILE), "r:reader:" + Plant.PASSWORD);
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(driver.status().state()).isEqualTo(State.FAILED);
        assertThat(driver.status().detail()).contains("chmod 600");

        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
        driver.setIntake((payload, done) -> true);
        assertThat(driver.status().state()).isEqualTo(State.ONLINE);
        assertThat(driver.status().detail()).matches("mqtt://127.0.0.1:\\d+, 0 clients");
        driver.close();
        assertThat(registered).isEmpty();
    }

    private BrokerDriver driver(int port) {
        Settings settings = new Settings(
                "127.0.0.1",
                port,
                Optional.empty(),
                "plant1",
                folder.resolve("broker"),
                folder.resolve(Credentials.FILE),
                Settings.Limits.DEFAULT);
        return new BrokerDriver(context(), settings, Clock.systemUTC());
    }

    /** A framework that remembers what is registered, and knows nothing else. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    registered.add(arguments[1]);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, called, none) -> registered.remove(arguments[1]) ? null : null);
                });
    }
}
