// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the stories share: settings with a few changed, and an intake that can be shut. */
final class Plant {

    private Plant() {}

    static ModbusConfig config(int port, Map<String, Object> changed, String... registers) {
        Map<String, Object> all = new HashMap<>(changed);
        all.putIfAbsent("port", port);
        all.putIfAbsent("device", "pump-7");
        all.putIfAbsent("contract", "Pump");
        all.putIfAbsent("timeout__ms", 500);
        all.putIfAbsent("reconnect__ms", 1L);
        all.putIfAbsent("reconnect__max__s", 1L);
        all.putIfAbsent("registers", registers);
        return (ModbusConfig) Proxy.newProxyInstance(
                ModbusConfig.class.getClassLoader(),
                new Class<?>[] {ModbusConfig.class},
                (proxy, method, arguments) -> all.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    static Rounds rounds(int port, Map<String, Object> changed, String... registers) {
        return new Rounds(ModbusSettings.of(config(port, changed, registers)), Clock.systemUTC());
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
    }
}
