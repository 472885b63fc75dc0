// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the stories share: settings with a few changed, an intake that can be shut. */
final class Plant {

    private Plant() {}

    /** Settings as ConfigAdmin would give them: free ports, secrets in the folder, defaults but for these. */
    static ServerSettings settings(Path folder, Map<String, Object> changed) {
        Map<String, Object> all = new HashMap<>(changed);
        all.putIfAbsent("port", 0);
        all.putIfAbsent("dtls__port", 0);
        all.putIfAbsent("secrets", folder.toString());
        return ServerSettings.of(
                config(ServerConfig.class, all), new Node("edge-1", "plant1", folder), Optional.empty());
    }

    static <T> T config(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    /** Keeps what it is offered; may be shut, and may leave payloads unanswered. */
    static final class Door implements Intake {
        final List<Payload> payloads = new CopyOnWriteArrayList<>();
        final List<Acknowledgement> unanswered = new CopyOnWriteArrayList<>();
        volatile boolean shut;
        volatile boolean answers = true;

        @Override
        public boolean offer(Payload payload, Acknowledgement done) {
            if (shut) {
                return false;
            }
            payloads.add(payload);
            if (answers) {
                done.done();
            } else {
                unanswered.add(done);
            }
            return true;
        }

        void awaitPayloads(int count) {
            await().atMost(30, SECONDS).until(() -> payloads.size() >= count);
        }
    }
}
