// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.framework.Version;

/** A small plant for tests: a contract whose payloads are one number as text, a stage, an outlet. */
public final class Plant {

    public static final Contract GAUGE = new Contract(
            "Gauge",
            new Version(1, 0, 0),
            "Gauge",
            List.of(
                    new Attribute("level", "C62", "", 0, 1e9, true, List.of()),
                    new Attribute("twice", "C62", "", 0, 1e9, true, List.of())),
            List.of(),
            Duration.ofSeconds(1));

    private Plant() {}

    public static Payload payload(String device, String body) {
        return payload(device, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Payload payload(String device, byte[] body) {
        return new Payload("test", "Gauge", device, "a/topic", "text/plain", body, 1_700_000_000_000_000_000L);
    }

    /** Reads one number; what is none is refused. */
    public static Verdict decode(Payload payload) {
        String text = new String(payload.body(), StandardCharsets.UTF_8);
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            return new Rejection(Reason.NOT_JSON, "/level", "no number: " + text, GAUGE.reference(), 0);
        }
        double value = Double.parseDouble(text);
        return new Observation(
                GAUGE,
                payload.device(),
                "urn:ngsi-ld:Gauge:" + payload.device(),
                payload.receivedAt(),
                payload.receivedAt(),
                new double[] {value, 2 * value},
                3,
                List.of());
    }

    public static Contracts contracts(Decoder decoder) {
        return new Contracts() {
            @Override
            public List<ContractStatus> list() {
                return List.of();
            }

            @Override
            public Optional<Contract> find(String name) {
                return Optional.of(GAUGE);
            }

            @Override
            public Decoder newDecoder() {
                return decoder;
            }
        };
    }

    public static Contracts contracts() {
        return contracts(Plant::decode);
    }

    /** An insight that is anomalous above 100. */
    public static Insight insight(Observation observation) {
        double level = observation.values()[0];
        return new Insight(
                observation,
                level > 100 ? Condition.ANOMALOUS : Condition.NORMAL,
                level,
                100,
                new double[] {1, 3},
                new ModelId("gauge-anomaly", new Version(1, 2, 0)));
    }

    /** Scores every row, and remembers in which order, by which thread. */
    public static class Gauge implements Stage {
        public final Queue<Observation> taken = new ConcurrentLinkedQueue<>();
        public final Queue<Insight> noted = new ConcurrentLinkedQueue<>();
        public final Queue<Integer> windows = new ConcurrentLinkedQueue<>();
        public final Queue<String> threads = new ConcurrentLinkedQueue<>();
        public final AtomicInteger open = new AtomicInteger();
        private final int rows;

        public Gauge(int rows) {
            this.rows = rows;
        }

        @Override
        public String name() {
            return "gauge";
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public Operator open(int partition) {
            open.incrementAndGet();
            threads.add(Thread.currentThread().getName());
            return new Operator() {
                private final List<Observation> batch = new ArrayList<>();

                @Override
                public void take(Window window) {
                    onTake(window);
                    batch.add(window.newest());
                }

                @Override
                public void note(Insight insight) {
                    noted.add(insight);
                }

                @Override
                public void flush(Consumer<Insight> insights) {
                    onFlush();
                    batch.forEach(observation -> insights.accept(insight(observation)));
                    batch.clear();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                    threads.add(Thread.currentThread().getName());
                }
            };
        }

        protected void onTake(Window window) {
            taken.add(window.newest());
            windows.add(window.size());
        }

        protected void onFlush() {}
    }

    /** Keeps what is published; refuses while told to. */
    public static final class Board implements Outlet {

        /** One message. */
        public record Message(String topic, String body, boolean retained) {}

        public final Queue<Message> messages = new ConcurrentLinkedQueue<>();
        public volatile boolean refuses;

        @Override
        public boolean publish(String topic, byte[] body, boolean retained) {
            if (refuses) {
                return false;
            }
            messages.add(new Message(topic, new String(body, StandardCharsets.UTF_8), retained));
            return true;
        }

        public List<String> on(String topicPrefix) {
            return messages.stream()
                    .filter(message -> message.topic().startsWith(topicPrefix))
                    .map(Message::body)
                    .toList();
        }
    }
}
