// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.InsightHistory;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Version;

/** A node's services in memory, each as small as its contract allows; the real ones are bundles that this one may not see. */
final class Workshop implements Services {

    static final Instant NOW = Instant.parse("2026-03-09T10:00:00Z");
    static final ModelId MODEL = ModelId.parse("pump-anomaly@1.0.0");
    static final Contract PUMP = new Contract(
            "Pump",
            Version.parseVersion("1.0.0"),
            "Pump",
            List.of(
                    new Attribute("motorCurrent", "AMP", "ElectricCurrent", 0, 50, true, List.of()),
                    new Attribute(
                            "flow", "L2", "VolumeFlowRate", 0, Double.POSITIVE_INFINITY, false, List.of("hydraulic"))),
            List.of("note"),
            Duration.ofSeconds(1));

    private final Map<Class<?>, List<Object>> services = new ConcurrentHashMap<>();
    final List<Device> devices = new CopyOnWriteArrayList<>();
    final List<SeriesQuery> asked = new CopyOnWriteArrayList<>();
    final Feedback feedback = new Feedback();

    Workshop() {
        put(Node.class, new Node("test", "plant1", Path.of("target")));
        put(Devices.class, (Devices) () -> List.copyOf(devices));
        put(Flow.class, flow());
        put(Store.class, (Store) () -> new Store.Status(1_000_000, 12, 0, 4_096, "", ""));
        put(Contracts.class, contracts());
        put(History.class, history());
        put(InsightHistory.class, (InsightHistory) (contract, device, from, to, limit) -> judgements());
        put(Driver.class, driver());
        put(Quarantine.class, quarantine());
        put(Explainer.class, (Explainer) Workshop::explain);
        feedback.putInto(this);
        Learning.putInto(this);
        devices.add(device("pump-1", Condition.NORMAL, 0.4, NOW));
        devices.add(device("pump-2", Condition.ANOMALOUS, 3.5, NOW));
        devices.add(device("pump-3", Condition.NORMAL, 0.1, NOW.minusSeconds(60)));
    }

    <T> void put(Class<T> type, T service) {
        services.computeIfAbsent(type, any -> new CopyOnWriteArrayList<>()).add(service);
    }

    void remove(Class<?> type) {
        services.remove(type);
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        return services.getOrDefault(type, List.of()).stream().map(type::cast).toList();
    }

    static long nanos(Instant time) {
        return Types.nanos(time);
    }

    static Device device(String name, Condition condition, double score, Instant lastSeen) {
        Observation observation = new Observation(
                PUMP,
                name,
                "urn:ngsi-ld:Pump:" + name,
                nanos(lastSeen),
                nanos(lastSeen),
                new double[] {1.3, Double.NaN},
                1,
                List.of("well"));
        Insight insight = new Insight(observation, condition, score, 1, new double[] {score, 0}, MODEL);
        return new Device(name, "Pump", "mqtt", lastSeen, 100, 2, Optional.of(insight));
    }

    private static Flow flow() {
        return new Flow() {
            private long rows;

            @Override
            public synchronized FlowCounters counters() {
                rows += 7;
                return new FlowCounters(rows + 2, rows, 2, 0, 0, rows, rows, rows, 0);
            }

            @Override
            public String trouble() {
                return "";
            }
        };
    }

    private static Driver driver() {
        return new Driver() {
            @Override
            public String name() {
                return "mqtt-plant";
            }

            @Override
            public DriverStatus status() {
                return new DriverStatus(
                        DriverStatus.State.OFFLINE, "broker unreachable: ssl://plant.example:8883", NOW);
            }
        };
    }

    private static Contracts contracts() {
        return new Contracts() {
            @Override
            public List<ContractStatus> list() {
                return List.of(new ContractStatus(
                        "Pump", PUMP.version(), "test", ContractStatus.State.SERVED, "", Optional.of(PUMP)));
            }

            @Override
            public Optional<Contract> find(String name) {
                return Optional.of(PUMP).filter(one -> one.name().equals(name));
            }

            @Override
            public Decoder newDecoder() {
                throw new UnsupportedOperationException("nobody decodes here");
            }
        };
    }

    private History history() {
        Entity pump = new Entity(
                "urn:ngsi-ld:Pump:pump-2",
                "pump-2",
                PUMP,
                nanos(NOW.minusSeconds(7_200)),
                nanos(NOW.minusSeconds(1)),
                7_200);
        return new History() {
            @Override
            public List<Entity> entities() {
                return List.of(pump);
            }

            @Override
            public Optional<Entity> find(String device) {
                return Optional.of(pump).filter(one -> one.device().equals(device));
            }

            @Override
            public Optional<Rows> latest(String contract, String device) {
                return Optional.of(new Rows(
                        List.of("motorCurrent", "flow"),
                        new long[] {nanos(NOW)},
                        new double[][] {{1.3, Double.NaN}},
                        new boolean[1],
                        false));
            }

            @Override
            public Rows query(SeriesQuery query) {
                asked.add(query);
                List<String> names =
                        query.attributes().isEmpty() ? List.of("motorCurrent", "flow") : query.attributes();
                if (!List.of("motorCurrent", "flow").containsAll(names)) {
                    throw new IllegalArgumentException("no such attribute: " + names + "; near are motorCurrent, flow");
                }
                int rows = Math.min(query.limit(), 100);
                double[][] values = new double[rows][names.size()];
                long[] times = new long[rows];
                for (int i = 0; i < rows; i++) {
                    times[i] = query.from() + i * 1_000_000_000L;
                    values[i][0] = i % 10 == 0 ? Double.NaN : i;
                }
                return new Rows(names, times, values, new boolean[rows], false);
            }
        };
    }

    private static List<InsightHistory.Judgement> judgements() {
        List<InsightHistory.Judgement> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            all.add(new InsightHistory.Judgement(
                    nanos(NOW.minusSeconds(3_000 - i)),
                    i < 10 ? Condition.COMMISSIONING : i == 1_234 ? Condition.ANOMALOUS : Condition.NORMAL,
                    i == 1_234 ? 5 : 0.2,
                    i < 10 ? Double.NaN : 1,
                    MODEL,
                    false));
        }
        return all;
    }

    private static Explanation explain(String contract, String device, Instant at, Explanation.Method method) {
        if (method == Explanation.Method.KERNEL_SHAP) {
            throw new IllegalStateException("no row of " + device + " is normal yet: take reconstruction");
        }
        return new Explanation(
                contract,
                device,
                at,
                MODEL,
                method,
                3.5,
                1,
                0,
                List.of(new Explanation.Part("motorCurrent", "AMP", 4.2, 1.3, Double.NaN, 3.5)),
                Optional.empty());
    }

    private static Quarantine quarantine() {
        QuarantinedPayload text = refused(1, "{\"id\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        QuarantinedPayload bytes = refused(2, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        Quarantine.Group group = new Quarantine.Group(
                "Pump", Reason.OUT_OF_RANGE, "/motorCurrent", 2, 1, nanos(NOW), nanos(NOW), 2, "at most 50 AMP: 412.5");
        return new Quarantine() {
            @Override
            public List<QuarantinedPayload> list(int limit) {
                return List.of(bytes, text);
            }

            @Override
            public List<QuarantinedPayload> list(Selection selection, int limit) {
                return list(limit);
            }

            @Override
            public List<Group> groups(Selection selection) {
                return List.of(group);
            }

            @Override
            public Optional<QuarantinedPayload> find(long id) {
                return list(2).stream().filter(one -> one.id() == id).findFirst();
            }

            @Override
            public long size() {
                return 2;
            }

            @Override
            public long expired() {
                return 0;
            }

            @Override
            public Replay replay(Selection selection) {
                return new Replay(1, List.of(group), 0, "");
            }

            @Override
            public long discard(Selection selection) {
                return 0;
            }
        };
    }

    private static QuarantinedPayload refused(long id, byte[] body) {
        Payload payload = new Payload(
                "mqtt",
                "Pump",
                "pump-9",
                "ganglion/plant1/telemetry/Pump/pump-9",
                "application/json",
                body,
                nanos(NOW));
        return new QuarantinedPayload(
                id,
                payload,
                body.length,
                new Rejection(Reason.OUT_OF_RANGE, "/motorCurrent", "at most 50 AMP: 412.5", "Pump@1.0.0", -1));
    }
}
