// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.Ticket.State;
import io.ganglion.maintenance.wire.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Systems that cannot run here, by contracts written down from their documented fields: each request must be the one in the
 * file, header, path and body, in that order, and is answered as it says there.
 */
class RecordedContractTest {
    @TempDir
    Path folder;

    /** Answers by a contract, and keeps what did not fit it. */
    private static final class Contract implements AutoCloseable {
        private final Iterator<JsonNode> exchanges;
        private final List<String> misfits = new ArrayList<>();
        private final Stub stub;

        Contract(String name) throws IOException {
            try (InputStream in = RecordedContractTest.class.getResourceAsStream("/contracts/" + name + ".json")) {
                exchanges = BoundedJson.read(in.readAllBytes()).iterator();
            }
            stub = new Stub(this::answer);
        }

        private synchronized void answer(HttpExchange exchange) throws IOException {
            String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchanges.hasNext()) {
                misfits.add("not in the contract any more: " + asked);
                Stub.answer(exchange, 500, "");
                return;
            }
            JsonNode due = exchanges.next();
            if (!due.path("request").asText().equals(asked)) {
                misfits.add("due was " + due.path("request").asText() + "\n came " + asked);
            }
            if (due.has("body") && !(body.length > 0 && due.path("body").equals(BoundedJson.read(body)))) {
                misfits.add(asked + "\n due was " + due.path("body") + "\n came    " + new String(body, UTF_8));
            }
            due.path("headers").fields().forEachRemaining(one -> {
                String came = exchange.getRequestHeaders().getFirst(one.getKey());
                if (!one.getValue().asText().equals(came)) {
                    misfits.add(asked + " header " + one.getKey() + " due was " + one.getValue() + " came " + came);
                }
            });
            due.path("gives").fields().forEachRemaining(one -> exchange.getResponseHeaders()
                    .set(one.getKey(), one.getValue().asText()));
            JsonNode answer = due.path("answer");
            Stub.answer(exchange, due.path("status").asInt(200), answer.isMissingNode() ? "" : answer.toString());
        }

        String url() {
            return stub.url();
        }

        @Override
        public void close() {
            stub.close();
            assertThat(misfits).isEmpty();
            assertThat(exchanges).as("requests that never came").isExhausted();
        }
    }

    @Test
    void atlas_ticketMadeFoundReadAndClosed() throws Exception {
        try (Contract contract = new Contract("atlas")) {
            RestSystem system = Drafts.system(folder, "atlas", contract.url(), "a-key", "equipment", "pump-7=12");

            Ticket made = system.create(Drafts.draft("ep-1"));
            assertThat(made.id()).isEqualTo("4711");
            assertThat(made.key()).isEqualTo("ep-1");
            assertThat(made.state()).isEqualTo(State.OPEN);
            Ticket done = system.read("4711").orElseThrow();
            assertThat(done.state()).isEqualTo(State.RESOLVED);
            assertThat(done.resolved()).contains(Instant.parse("2026-11-23T05:06:07.890Z"));
            assertThat(done.cause()).isEqualTo("cavitation");
            assertThat(done.text()).isEqualTo("[cavitation] suction valve was half shut");
            assertThat(done.assignee()).isEqualTo("tina@plant.example");
            assertThat(system.changedSince(Instant.EPOCH))
                    .as("it cannot be asked")
                    .isEmpty();
            system.close("4711", "seal-leak", "new seal");
        }
    }

    @Test
    void maximo_workOrderMadeReadAndClosedWithAFailureReport() throws Exception {
        try (Contract contract = new Contract("maximo")) {
            RestSystem system = Drafts.system(
                    folder,
                    "maximo",
                    contract.url() + "/maximo/api",
                    "m-key",
                    "site",
                    "BEDFORD",
                    "equipment",
                    "urn:ngsi-ld:Pump:pump-7=11430",
                    "failure_class",
                    "PUMPS");

            assertThat(system.create(Drafts.draft("ep-1")).state()).isEqualTo(State.OPEN);
            Ticket done = system.changedSince(Instant.parse("2026-11-23T00:00:00Z"))
                    .orElseThrow()
                    .get(0);
            assertThat(done.id()).isEqualTo("98765");
            assertThat(done.state()).isEqualTo(State.RESOLVED);
            assertThat(done.cause()).isEqualTo("BRGFAIL");
            assertThat(done.resolved()).contains(Instant.parse("2026-11-23T04:00:00Z"));
            assertThat(done.acknowledged()).contains(Instant.parse("2026-11-23T02:30:00Z"));
            system.close("98765", "BRGFAIL", "bearing replaced");
        }
    }

    @Test
    void sap_notificationMadeWithItsToken_readWithItsTimeZone_andCompleted() throws Exception {
        try (Contract contract = new Contract("sap")) {
            RestSystem system = Drafts.system(
                    folder,
                    "sap",
                    contract.url() + "/sap/opu/odata/sap/API_MAINTNOTIFICATION",
                    "pw",
                    "user",
                    "GANGLION",
                    "equipment",
                    "pump-7=210100094",
                    "plant",
                    "1010",
                    "zone",
                    "Europe/Berlin");

            Ticket made = system.create(Drafts.draft("ep-1"));
            assertThat(made.id()).isEqualTo("10000020");
            assertThat(made.state()).isEqualTo(State.OPEN);
            assertThat(made.resolved()).isEmpty();
            Ticket done = system.read("10000020").orElseThrow();
            assertThat(done.state()).isEqualTo(State.RESOLVED);
            assertThat(done.resolved()).as("11:50:49 in CET").contains(Instant.parse("2018-11-21T10:50:49Z"));
            assertThat(done.cause()).isEqualTo("0102");
            assertThat(done.text()).isEqualTo("Wear");
            system.close("10000020", "0102", "bearing replaced");
        }
    }

    @Test
    void odoo_requestMadeReadAndDone_andAnErrorInAGoodAnswerIsOne() throws Exception {
        try (Contract contract = new Contract("odoo")) {
            RestSystem system = Drafts.system(
                    folder,
                    "odoo",
                    contract.url(),
                    "o-key",
                    "database",
                    "plant",
                    "uid",
                    "7",
                    "done_stage",
                    "3",
                    "equipment",
                    "pump-7=31",
                    "zone",
                    "Europe/Berlin");

            assertThat(system.create(Drafts.draft("ep-1")).state()).isEqualTo(State.ACKNOWLEDGED);
            Ticket done = system.read("55").orElseThrow();
            assertThat(done.state()).isEqualTo(State.RESOLVED);
            assertThat(done.resolved()).as("the day's last writing").contains(Instant.parse("2026-11-23T09:10:11Z"));
            assertThat(done.cause()).isEqualTo("cavitation");
            assertThat(system.read("56")).as("deleted there").isEmpty();
            assertThatThrownBy(() -> system.read("57"))
                    .isInstanceOfSatisfying(MaintenanceException.class, e -> assertThat(e.again())
                            .isTrue())
                    .hasMessageContaining("could not serialize");
            assertThatThrownBy(() -> system.read("57"))
                    .isInstanceOfSatisfying(MaintenanceException.class, e -> assertThat(e.again())
                            .isFalse())
                    .hasMessageContaining("Access Denied");
            system.close("55", "cavitation", "valve opened");
        }
    }
}
