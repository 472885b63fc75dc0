// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryCommandTest {
    private static final long NOW = FakeNode.NOW.getEpochSecond() * 1_000_000_000L;
    private static final long HOUR = 3_600_000_000_000L;

    private final FakeNode node = new FakeNode();
    private SeriesQuery asked;

    @BeforeEach
    void aPumpWithTwoRows() {
        Entity pump = new Entity("urn:ngsi-ld:Pump:pump-1", "pump-1", FakeNode.PUMP, NOW - HOUR, NOW, 2);
        node.with(History.class, new History() {
            @Override
            public List<Entity> entities() {
                return List.of(pump);
            }

            @Override
            public Optional<Entity> find(String idOrDevice) {
                return entities().stream()
                        .filter(entity -> entity.id().equals(idOrDevice)
                                || entity.device().equals(idOrDevice))
                        .findFirst();
            }

            @Override
            public Optional<Rows> latest(String contract, String device) {
                return Optional.of(new Rows(
                        List.of("motorCurrent", "flow"),
                        new long[] {NOW},
                        new double[][] {{1.25, Double.NaN}},
                        new boolean[1],
                        false));
            }

            @Override
            public Rows query(SeriesQuery query) {
                asked = query;
                if (query.attributes().contains("flwo")) {
                    throw new IllegalArgumentException("no version of Pump has the attribute flwo. Near: flow");
                }
                return new Rows(
                        List.of("motorCurrent"),
                        new long[] {NOW - HOUR, NOW},
                        new double[][] {{1}, {2}},
                        new boolean[] {false, true},
                        true);
            }
        });
    }

    private QuerySeries query(String contract, String device, String... words) {
        QuerySeries command = new QuerySeries();
        command.contract = contract;
        command.device = device;
        command.trailing = List.of(words);
        return command;
    }

    @Test
    void seriesQuery_showsTheNewestRows_withUnitsAndTheNextStep() throws Exception {
        assertThat(node.answer(query("Pump", "pump-1")))
                .contains("motorCurrent [A]")
                .contains("2026-11-22T15:00:10Z (replayed)")
                .endsWith("More: --limit 200, or thinned: --thin mean\n");
        assertThat(asked.thinning()).isEqualTo(Thinning.NEWEST);
        assertThat(asked.from()).isEqualTo(NOW - HOUR);
        assertThat(asked.to()).isEqualTo(NOW + 1);
    }

    @Test
    void seriesQuery_takesAttributes_thenOptions() throws Exception {
        node.answer(query(
                "Pump",
                "urn:ngsi-ld:Pump:pump-1",
                "flow",
                "--from",
                "-30min",
                "--to",
                "now",
                "--thin",
                "lttb",
                "--limit",
                "50",
                "--json"));
        assertThat(asked)
                .isEqualTo(new SeriesQuery("Pump", "pump-1", List.of("flow"), NOW - HOUR / 2, NOW, Thinning.LTTB, 50));
    }

    @Test
    void seriesQuery_saysWhatIsWrong_andWhatIsNear() {
        assertThatThrownBy(() -> node.answer(query("Pmp", "pump-1"))).hasMessageContaining("Near: Pump");
        assertThatThrownBy(() -> node.answer(query("Pump", "pump-2"))).hasMessageContaining("Near: pump-1");
        assertThatThrownBy(() -> node.answer(query("Pump", "pump-1", "flwo"))).hasMessageContaining("Near: flow");
        assertThatThrownBy(() -> node.answer(query("Pump", "pump-1", "--from", "yesterday")))
                .hasMessageContaining("--from takes a time as 2026-11-22T15:00:00Z");
        assertThatThrownBy(() -> node.answer(query("Pump", "pump-1", "--thin", "median")))
                .hasMessage("--thin takes lttb, mean, min or max: median");
        assertThatThrownBy(() -> node.answer(query("Pump", "pump-1", "--thin", "lttb")))
                .hasMessageContaining("LTTB thins one attribute at a time");
    }

    @Test
    void entityShow_knowsUnitsTagsAndLatestValues() throws Exception {
        EntityShow command = new EntityShow();
        command.id = "pump-1";
        assertThat(node.answer(command))
                .startsWith("urn:ngsi-ld:Pump:pump-1, device pump-1, Pump@1.0.0\n")
                .contains("ElectricCurrent")
                .contains("1.250")
                .endsWith("They are: aiot:series-query Pump pump-1\n");
        command.trailing = List.of("--json");
        assertThat(node.answer(command)).contains("\"latest\" : 1.25").contains("\"latest\" : null");
        command.id = "pump-3";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no device with a history pump-3. Near: pump-1");
    }
}
