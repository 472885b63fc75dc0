// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.ContractStatus.State;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Incompatible versions come in, and two majors are served at once. */
class MigrationTest {
    private static final String OLD = Bodies.KEY_VALUES;
    /** As the second major has it: the current in milliampere, and its own name for it. */
    private static final String NEW = OLD.replace("\"motorCurrent\":1.3302", "\"motorCurrentMilli\":1330.2");

    private final AtomicLong clock = new AtomicLong();
    private final ServedContracts contracts = new ServedContracts(Settings.DEFAULT, clock::get);
    private final Decoder decoder = contracts.newDecoder();

    private static CompiledContract pump(String version, String... replacements) {
        ContractFiles files = Bodies.files("Pump", version, Bodies.PUMP.resolve("contract"));
        Map<String, byte[]> changed = new HashMap<>(files.files());
        for (int i = 0; i < replacements.length; i += 2) {
            String spot = replacements[i];
            String instead = replacements[i + 1];
            changed.replaceAll(
                    (path, bytes) -> Bodies.utf8(new String(bytes, StandardCharsets.UTF_8).replace(spot, instead)));
        }
        return ContractReader.compile(new ContractFiles("Pump", files.version(), changed));
    }

    private static CompiledContract second(String version) {
        return pump(
                version,
                "\"motorCurrent\"",
                "\"motorCurrentMilli\"",
                "\"unitCode\": \"AMP\"",
                "\"unitCode\": \"4K\"",
                "\"maximum\": 100,",
                "\"maximum\": 100000,");
    }

    private static CompiledContract narrowed(String version) {
        return pump(version, "\"maximum\": 100,", "\"maximum\": 50,");
    }

    private Verdict decode(String claim, String device, String body) {
        return decoder.decode(
                new Payload("test", claim, device, "t", "", Bodies.utf8(body.replace("pump-7", device)), Bodies.NOW));
    }

    private String version(String claim, String device, String body) {
        return decode(claim, device, body) instanceof Observation observation
                ? observation.contract().version().toString()
                : "none";
    }

    @Test
    void incompatibleMinor_isRefusedInWords_andTheOldOneGoesOn() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.serve(2, "b", narrowed("1.1.0"));
        assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.0.0");
        assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.SERVED, State.REFUSED);
        assertThat(contracts.list().get(1).problem())
                .contains(
                        "motorCurrent: maximum lowered from 100 to 50 AMP: devices that send 50..100 AMP would be refused")
                .contains("Make it 2.0.0");
        contracts.serve(3, "c", narrowed("2.0.0"));
        assertThat(contracts.list())
                .extracting(ContractStatus::state)
                .containsExactly(State.SERVED, State.REFUSED, State.SERVED);
    }

    @Test
    void whatIsRefused_doesNotDependOnTheOrderInWhichBundlesStart() {
        contracts.serve(2, "b", narrowed("1.1.0"));
        assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.1.0");
        contracts.serve(1, "a", pump("1.0.0"));
        assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.0.0");
        contracts.serve(4, "d", pump("1.2.0"));
        assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.2.0");
        assertThat(contracts.list())
                .extracting(ContractStatus::state)
                .containsExactly(State.STANDBY, State.REFUSED, State.SERVED);
    }

    @Test
    void incompatibleUpdateInPlace_isRefused_andWhatWasThereIsServedOn() {
        contracts.serve(1, "a", pump("1.0.0"));
        for (int round = 0; round < 2; round++) {
            contracts.withdraw(1);
            contracts.serve(1, "a", narrowed("1.1.0"));
            clock.addAndGet(60_000_000_000L);
            assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.0.0");
            assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.SERVED, State.REFUSED);
        }
        contracts.withdraw(1);
        contracts.serve(1, "a", pump("1.1.0"));
        assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.1.0");
        contracts.withdraw(1);
        contracts.serve(1, "a", narrowed("1.0.0"));
        assertThat(version("Pump", "pump-7", OLD)).as("the way back is open").isEqualTo("1.0.0");
    }

    @Test
    void patch_changesNoMeaning() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.serve(2, "b", pump("1.0.1", "\"maximum\": 100,", "\"maximum\": 120,"));
        assertThat(contracts.list().get(1).problem())
                .contains("changes more than a patch may")
                .contains("Make it 1.1.0");
        contracts.serve(2, "b", pump("1.0.1", "Current of the motor, A RMS.", "Current of the motor."));
        assertThat(version("Pump", "pump-7", OLD)).isEqualTo("1.0.1");
    }

    @Test
    void eachDevice_isHeldAgainstTheMajorThatItKeeps_andMayMigrate() {
        contracts.serve(1, "a", pump("1.0.0"));
        assertThat(version("Pump", "pump-1", OLD)).isEqualTo("1.0.0");
        contracts.serve(2, "b", second("2.0.0"));
        assertThat(contracts.find("Pump")).map(c -> c.version().getMajor()).contains(2);
        for (int i = 0; i < 3; i++) {
            assertThat(version("Pump", "pump-1", OLD)).isEqualTo("1.0.0");
            assertThat(version("Pump", "pump-2", NEW)).isEqualTo("2.0.0");
        }
        assertThat(version("Pump", "pump-1", NEW)).isEqualTo("2.0.0");
        assertThat(version("Pump", "pump-1", OLD)).isEqualTo("1.0.0");
    }

    @Test
    void deviceThatBothWouldAccept_staysWithWhatItKept_andANewOneStartsWithTheNewest() {
        contracts.serve(1, "a", pump("1.0.0"));
        assertThat(version("Pump", "pump-1", OLD)).isEqualTo("1.0.0");
        contracts.serve(2, "b", narrowed("2.0.0"));
        assertThat(version("Pump", "pump-1", OLD)).isEqualTo("1.0.0");
        assertThat(version("Pump", "pump-2", OLD)).isEqualTo("2.0.0");
        String strong = OLD.replace("1.3302", "80.0");
        assertThat(version("Pump", "pump-2", strong)).isEqualTo("1.0.0");
        contracts.serve(3, "c", narrowed("2.0.1"));
        assertThat(version("Pump", "pump-2", OLD))
                .as("remembered over an update")
                .isEqualTo("1.0.0");
        contracts.withdraw(1);
        clock.addAndGet(60_000_000_000L);
        assertThat(version("Pump", "pump-1", OLD)).isEqualTo("2.0.1");
    }

    @Test
    void refusal_isThatOfTheMajorLastKept_elseOfTheNewest() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.serve(2, "b", second("2.0.0"));
        assertThat(version("Pump", "pump-1", OLD)).isEqualTo("1.0.0");
        String bad = OLD.replace("79.3366", "\"hot\"");
        assertThat(((Rejection) decode("Pump", "pump-1", bad)).contract()).isEqualTo("Pump@1.0.0");
        assertThat(((Rejection) decode("Pump", "pump-9", bad)).contract()).isEqualTo("Pump@2.0.0");
        assertThat(((Rejection) decode("Pump", "pump-9", "{")).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void claimWithAMajor_isHeldAgainstThatOne() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.serve(2, "b", second("2.0.0"));
        assertThat(Payload.isName("Pump@1")).isTrue();
        assertThat(version("Pump@1", "pump-1", OLD)).isEqualTo("1.0.0");
        assertThat(version("Pump@2", "pump-2", NEW)).isEqualTo("2.0.0");
        assertThat(((Rejection) decode("Pump@2", "pump-1", OLD)).contract()).isEqualTo("Pump@2.0.0");
        assertThat(((Rejection) decode("Pump@3", "pump-1", OLD)).message())
                .contains("no such major version is served: Pump@3; served are Pump@2.0.0, Pump@1.0.0");
        assertThat(contracts.find("Pump@1")).map(c -> c.version().getMajor()).contains(1);
    }
}
