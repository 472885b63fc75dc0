// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.ContractStatus.State;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ServedContractsTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final ServedContracts contracts =
            new ServedContracts(new Settings(32, Duration.ofMillis(2_000)), clock::get);
    private final Decoder decoder = contracts.newDecoder();

    private static CompiledContract pump(String version) {
        return Bodies.compile("Pump", version, Bodies.PUMP.resolve("contract"));
    }

    private Verdict decode() {
        return decoder.decode(Bodies.payload(Bodies.KEY_VALUES));
    }

    private String servedVersion() {
        return decode() instanceof Observation observation
                ? observation.contract().version().toString()
                : "none";
    }

    private void pass(long millis) {
        clock.addAndGet(millis * 1_000_000);
    }

    @Test
    void highestVersionIsServed_theOtherStandsBy() {
        contracts.serve(1, "a", pump("1.2.0"));
        contracts.serve(2, "b", pump("1.10.0"));
        assertThat(servedVersion()).isEqualTo("1.10.0");
        assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.STANDBY, State.SERVED);
        assertThat(contracts.find("Pump")).map(Contract::reference).contains("Pump@1.10.0");
    }

    @Test
    void update_leavesNoGap_whicheverWayTheVersionGoes() {
        contracts.serve(1, "a", pump("1.0.0"));
        for (String next : new String[] {"1.1.0", "1.0.0", "1.1.0"}) {
            String before = servedVersion();
            contracts.withdraw(1);
            pass(1_999);
            assertThat(servedVersion()).isEqualTo(before);
            assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.SERVED);
            contracts.serve(1, "a", pump(next));
            assertThat(servedVersion()).isEqualTo(next);
            assertThat(contracts.list()).hasSize(1);
        }
    }

    @Test
    void contractWhoseBundleStaysAway_ends() {
        contracts.serve(1, "a", pump("1.0.0"));
        decode();
        contracts.withdraw(1);
        pass(2_000);
        assertThat(((Rejection) decode()).reason()).isEqualTo(Reason.UNKNOWN_CONTRACT);
        assertThat(contracts.find("Pump")).isEmpty();
        assertThat(contracts.list()).isEmpty();
    }

    @Test
    void whenTheHigherVersionEnds_theLowerTakesOver() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.serve(2, "b", pump("1.1.0"));
        contracts.withdraw(2);
        assertThat(servedVersion()).isEqualTo("1.1.0");
        pass(2_000);
        assertThat(servedVersion()).isEqualTo("1.0.0");
        contracts.withdraw(1);
        contracts.serve(3, "c", pump("0.9.0"));
        assertThat(servedVersion()).isEqualTo("1.0.0");
        pass(2_000);
        assertThat(servedVersion()).isEqualTo("0.9.0");
    }

    @Test
    void standby_doesNotLinger() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.serve(2, "b", pump("1.1.0"));
        contracts.withdraw(1);
        assertThat(contracts.list()).hasSize(1);
    }

    @Test
    void secondOfTheSameVersion_isRefused_untilTheFirstGoes() {
        contracts.serve(1, "first 1.0.0 [1]", pump("1.0.0"));
        contracts.serve(2, "second 1.0.0 [2]", pump("1.0.0"));
        assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.SERVED, State.REFUSED);
        assertThat(contracts.list().get(1).problem()).contains("Pump@1.0.0 is already here, from first 1.0.0 [1]");
        contracts.withdraw(1);
        pass(2_000);
        assertThat(contracts.list()).extracting(ContractStatus::origin).containsExactly("second 1.0.0 [2]");
        assertThat(servedVersion()).isEqualTo("1.0.0");
    }

    @Test
    void refusedUpdate_isListed_andTheOldOneGoesOnForItsTimeOnly() {
        contracts.serve(1, "a", pump("1.0.0"));
        contracts.withdraw(1);
        contracts.refuse(1, "a", "Pump", new Version(1, 1, 0), "contract/overlay.json: is missing");
        assertThat(servedVersion()).isEqualTo("1.0.0");
        assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.SERVED, State.REFUSED);
        pass(2_000);
        assertThat(servedVersion()).isEqualTo("none");
        assertThat(contracts.list())
                .extracting(ContractStatus::problem)
                .containsExactly("contract/overlay.json: is missing");
        contracts.withdraw(1);
        contracts.serve(1, "a", pump("1.2.0"));
        assertThat(contracts.list()).extracting(ContractStatus::state).containsExactly(State.SERVED);
    }

    @Test
    void swap_invalidatesTemplates() {
        contracts.serve(1, "a", pump("1.0.0"));
        assertThat(decode()).isInstanceOf(Observation.class);
        assertThat(decode()).isInstanceOf(Observation.class);
        ContractFiles files = Bodies.files("Pump", "2.0.0", Bodies.PUMP.resolve("contract"));
        String schema = new String(files.require(ContractFiles.SCHEMA), java.nio.charset.StandardCharsets.UTF_8);
        String overlay = new String(files.require(ContractFiles.OVERLAY), java.nio.charset.StandardCharsets.UTF_8);
        contracts.withdraw(1);
        contracts.serve(
                1,
                "a",
                ContractReader.compile(Bodies.files(
                        "Pump", "2.0.0", schema.replace("\"maximum\": 1000", "\"maximum\": 30"), overlay)));
        Rejection rejection = (Rejection) decode();
        assertThat(rejection.reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(rejection.contract()).isEqualTo("Pump@2.0.0");
    }

    @Test
    void depthIsASetting_andTakesEffectAtOnce() {
        contracts.serve(1, "a", pump("1.0.0"));
        assertThat(decode()).isInstanceOf(Observation.class);
        String nested = Bodies.NORMALISED.replace("\"@context\":[", "\"@context\":[[[],[[[]]]],");
        assertThat(decoder.decode(Bodies.payload(nested))).isInstanceOf(Observation.class);
        contracts.configure(new Settings(4, Duration.ZERO));
        assertThat(((Rejection) decoder.decode(Bodies.payload(nested))).reason())
                .isEqualTo(Reason.TOO_DEEP);
    }

    @Test
    void unknownContract_namesTheNearOnes() {
        contracts.serve(1, "a", pump("1.0.0"));
        Rejection rejection = (Rejection) decoder.decode(BadInputTest.as("Pmup", "", Bodies.KEY_VALUES));
        assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_CONTRACT);
        assertThat(rejection.contract()).isEqualTo("Pmup");
        assertThat(rejection.message()).contains("did you mean Pump?");
    }

    @Test
    void onlyJsonInUtf8_isRead() {
        contracts.serve(1, "a", pump("1.0.0"));
        for (String good : new String[] {
            "",
            "application/json",
            "application/ld+json",
            "Application/JSON; charset=UTF-8",
            "application/ld+json;profile=\"x\"; charset=\"utf-8\""
        }) {
            assertThat(decoder.decode(BadInputTest.as("Pump", good, Bodies.KEY_VALUES)))
                    .as(good)
                    .isInstanceOf(Observation.class);
        }
        for (String bad : new String[] {"text/plain", "application/json; charset=latin1", "application/cbor", "json"}) {
            Rejection rejection = (Rejection) decoder.decode(BadInputTest.as("Pump", bad, Bodies.KEY_VALUES));
            assertThat(rejection.reason()).as(bad).isEqualTo(Reason.UNSUPPORTED_MEDIA_TYPE);
            assertThat(rejection.message()).contains(bad);
        }
    }
}
