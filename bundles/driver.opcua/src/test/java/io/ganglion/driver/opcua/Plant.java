// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the stories share: drivers with a few settings changed, and an intake that can be shut. */
final class Plant {

    private Plant() {}

    static OpcUaConfig config(String endpoint, Map<String, Object> changed) {
        Map<String, Object> all = new HashMap<>(changed);
        all.putIfAbsent("endpoint", endpoint);
        all.putIfAbsent("device", "pump-7");
        all.putIfAbsent("contract", "Pump");
        all.putIfAbsent("period__ms", 100L);
        all.putIfAbsent("timeout__ms", 3_000);
        all.putIfAbsent("reconnect__ms", 100L);
        all.putIfAbsent("reconnect__max__s", 1L);
        all.putIfAbsent("nodes", new String[] {
            "motorCurrent=ns=1;s=Pump.Current",
            "flow=ns=1;s=Pump.Flow",
            "speed=ns=1;s=Pump.Speed",
            "total=ns=1;s=Pump.Total",
            "running=ns=1;s=Pump.Running",
            "serial=ns=1;s=Pump.Serial",
            "dischargePressure=ns=1;s=Pump.Gauge"
        });
        return (OpcUaConfig) Proxy.newProxyInstance(
                OpcUaConfig.class.getClassLoader(),
                new Class<?>[] {OpcUaConfig.class},
                (proxy, method, arguments) -> all.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    static OpcUaDriver driver(Path folder, Intake intake, OpcUaConfig config) {
        return new OpcUaDriver(
                config, new Node("edge-1", "plant1", folder), Optional.empty(), intake, Clock.systemUTC());
    }

    static void awaitState(OpcUaDriver driver, State state) {
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(driver.status().state())
                        .as(driver.status().detail())
                        .isEqualTo(state));
    }

    static final class Door implements Intake {
        final List<Payload> payloads = new CopyOnWriteArrayList<>();
        volatile boolean shut;

        @Override
        public boolean offer(Payload payload, Acknowledgement done) {
            if (shut) {
                return false;
            }
            payloads.add(payload);
            done.done();
            return true;
        }

        JsonNode last() throws IOException {
            return new ObjectMapper().readTree(payloads.get(payloads.size() - 1).body());
        }

        void await(java.util.function.Predicate<JsonNode> wanted) {
            org.awaitility.Awaitility.await()
                    .atMost(30, SECONDS)
                    .until(() -> !payloads.isEmpty() && wanted.test(last()));
        }
    }
}
