// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.osgi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;

/** Payload in, insight out, on whichever framework this runs. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
class ScoringTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 30_000)
    Intake intake;

    @InjectService(timeout = 30_000)
    Models models;

    @InjectService(timeout = 30_000)
    Contracts contracts;

    @InjectService(timeout = 30_000)
    Quarantine quarantine;

    @InjectService(timeout = 30_000)
    Flow flow;

    private final RecordingOutlet outlet = new RecordingOutlet();
    private ServiceRegistration<Outlet> registration;

    @BeforeEach
    void plugIn() {
        registration = context.registerService(Outlet.class, outlet, null);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(models.routes())
                .extracting(route -> route.contract() + " " + route.champion().name())
                .contains("Pump pump-anomaly"));
    }

    @AfterEach
    void unplug() {
        registration.unregister();
    }

    @Test
    void theContractServes_becauseTheModelRequiredIt() {
        assertThat(contracts.list())
                .filteredOn(status -> status.name().equals("Pump"))
                .extracting(ContractStatus::state)
                .containsExactly(ContractStatus.State.SERVED);
    }

    @Test
    void goodPayloadsBecomeAnInsight_andEachIsAcknowledged() {
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 25; i++) {
            offer("felt", pump("felt", i, "1.33"), done::incrementAndGet);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(done).hasValue(25);
            assertThat(outlet.of("insight", "felt")).isNotEmpty();
        });
        assertThat(outlet.of("insight", "felt").get(0).body())
                .contains("\"model\":\"pump-anomaly\"", "\"contract\":\"Pump\"", "\"verdict\":\"commissioning\"");
    }

    @Test
    void aBadPayloadIsKeptWithItsReasonAndPath() {
        AtomicInteger done = new AtomicInteger();
        offer("sick", pump("sick", 0, "\"much\""), done::incrementAndGet);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(done).hasValue(1));
        QuarantinedPayload kept = quarantine.list(10).stream()
                .filter(entry -> entry.payload().device().equals("sick"))
                .findFirst()
                .orElseThrow();
        assertThat(kept.rejection().reason()).isEqualTo(Reason.WRONG_TYPE);
        assertThat(kept.rejection().path()).isEqualTo("/motorCurrent");
        assertThat(kept.rejection().contract()).isEqualTo("Pump@1.0.0");
        assertThat(flow.counters().quarantined()).isPositive();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outlet.of("quarantine", "sick")).hasSize(1));
    }

    @Test
    void aModelWithoutItsContractDoesNotResolve_andTheListSaysWhy() throws BundleException, java.io.IOException {
        Bundle orphan = context.installBundle(
                "orphan",
                ContentJar.of(Map.of(
                        "Bundle-SymbolicName", "io.ganglion.model.orphan",
                        "Bundle-Version", "1.0.0",
                        "Provide-Capability", "ganglion.model;model=orphan;version:Version=1.0.0;contract=Absent",
                        "Require-Capability", "ganglion.contract;filter:=\"(contract=Absent)\"")));
        try {
            assertThat(orphan.getState()).isEqualTo(Bundle.INSTALLED);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(models.list())
                    .filteredOn(status -> status.id().name().equals("orphan"))
                    .singleElement()
                    .satisfies(status -> {
                        assertThat(status.state()).isEqualTo(ModelStatus.State.UNRESOLVED);
                        assertThat(status.problem()).contains("contract").contains("Absent");
                    }));
        } finally {
            orphan.uninstall();
        }
    }

    private void offer(String device, String body, Acknowledgement done) {
        Payload payload = new Payload(
                "itest",
                "Pump",
                device,
                "itest/" + device,
                "application/json",
                body.getBytes(UTF_8),
                System.currentTimeMillis() * 1_000_000);
        await().atMost(PATIENCE).until(() -> intake.offer(payload, done));
    }

    private static String pump(String device, int second, String motorCurrent) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
        return "{\"id\":\"urn:ngsi-ld:Pump:" + device + "\",\"type\":\"Pump\",\"dateObserved\":\"" + time
                + "\",\"vibrationX\":0.027,\"vibrationY\":0.04,\"motorCurrent\":" + motorCurrent
                + ",\"dischargePressure\":0.2,\"motorTemperature\":79.3,\"fluidTemperature\":26.0"
                + ",\"supplyVoltage\":233.0,\"flow\":32.0}";
    }
}
