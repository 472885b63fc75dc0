// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Journal;
import io.ganglion.uplink.carry.Destination;
import io.ganglion.uplink.carry.Settings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;

/** What the stories share: pumps, settings with a few changed. */
final class Plant {
    static final long START = 1_700_000_000_000_000_000L;

    static final Contract PUMP = new Contract(
            "Pump",
            new Version(1, 0, 0),
            "Pump",
            List.of(
                    new Attribute("motorCurrent", "AMP", "ElectricCurrent", 0, 100, true, List.of()),
                    new Attribute("flow", "L2", "", 0, 1000, false, List.of())),
            List.of("operator"),
            Duration.ofSeconds(1));

    private Plant() {}

    static Observation row(String device, long n, double current, double flow) {
        long time = START + n * 1_000_000_000L;
        return new Observation(
                PUMP,
                device,
                "urn:ngsi-ld:Pump:" + device,
                time,
                time,
                new double[] {current, flow},
                Double.isNaN(flow) ? 1 : 3,
                List.of(""));
    }

    static Insight insight(String device, long n, Condition verdict) {
        return new Insight(
                row(device, n, 1.5, 30),
                verdict,
                0.25,
                verdict == Condition.COMMISSIONING ? Double.NaN : 0.5,
                new double[] {3, 1},
                new ModelId("pump-anomaly", new Version(1, 0, 0)));
    }

    static Node node(Path folder) {
        return new Node("edge-1", "plant1", folder);
    }

    /** Settings as ConfigAdmin would give them, the defaults but for these. */
    static <C> C config(Class<C> type, Map<String, Object> changed) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> changed.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    static Settings settings(int port, Path folder, Map<String, Object> changed) {
        Map<String, Object> all = new HashMap<>(changed);
        all.putIfAbsent("uri", "tcp://127.0.0.1:" + port);
        all.putIfAbsent("reconnect__ms", 20L);
        all.putIfAbsent("reconnect__max__s", 1L);
        return Reading.settings(config(UplinkConfig.class, all), node(folder));
    }

    static Destination start(Settings settings, Journal journal) {
        Destination destination = new Destination(settings, journal, Clock.systemUTC(), System::nanoTime);
        destination.start();
        return destination;
    }

    static void awaitState(Uplink uplink, DriverStatus.State state, String... words) {
        await(() -> uplink.status() + "")
                .atMost(20, SECONDS)
                .until(() -> uplink.status().connection().state() == state
                        && List.of(words).stream()
                                .allMatch(uplink.status().connection().detail()::contains));
    }

    private static org.awaitility.core.ConditionFactory await(java.util.function.Supplier<String> alias) {
        return org.awaitility.Awaitility.await(alias.get()).dontCatchUncaughtExceptions();
    }

    static void awaitTrue(java.util.concurrent.Callable<Boolean> condition) {
        // Paho's receiver may stumble over a connection that is cut under it; what counts is what arrives.
        org.awaitility.Awaitility.await()
                .dontCatchUncaughtExceptions()
                .atMost(30, SECONDS)
                .until(condition);
    }
}
