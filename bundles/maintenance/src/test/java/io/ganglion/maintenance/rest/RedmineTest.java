// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.Ticket.State;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The connector and the real Redmine. */
@EnabledIf(
        value = "io.ganglion.maintenance.rest.RealRedmine#isInstalled",
        disabledReason = "Debian's redmine redmine-sqlite puma are not installed")
class RedmineTest {
    @TempDir
    static Path folder;

    private static RealRedmine redmine;

    @BeforeAll
    static void startRedmine() throws Exception {
        redmine = new RealRedmine(folder);
        redmine.start();
    }

    @AfterAll
    static void stopRedmine() throws Exception {
        redmine.close();
    }

    @Test
    void sameKeyTwice_makesOneTicket() throws Exception {
        RestSystem system = redmine.connector(redmine.url());

        Ticket first = system.create(Drafts.draft("twice-1"));
        Ticket second = system.create(Drafts.draft("twice-1"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(first.key()).isEqualTo("twice-1");
        assertThat(first.state()).isEqualTo(State.OPEN);
        assertThat(first.resolved()).isEmpty();
        assertThat(first.page().orElseThrow().toString()).isEqualTo(redmine.url() + "/issues/" + first.id());
        assertThat(first.now().orElseThrow()).as("its clock").isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
        assertThat(redmine.tickets("twice-1")).isEqualTo(1);
        assertThat(system.find("twice-1").orElseThrow().id()).isEqualTo(first.id());
        assertThat(system.find("no-such-key")).isEmpty();
        assertThat(system.read("999999")).isEmpty();
        assertThat(system.trouble()).isEmpty();
    }

    @Test
    void closedThereWithACause_isReadBackWithCauseTimeVerdictAndText() throws Exception {
        RestSystem system = redmine.connector(redmine.url());
        Ticket ticket = system.create(Drafts.draft("closed-there"));
        Instant before = Instant.now().minusSeconds(2);
        redmine.technician(
                "PUT",
                "/issues/" + ticket.id() + ".json",
                "{\"issue\":{\"status_id\":" + redmine.of("/statuses/In Progress") + "}}");
        assertThat(system.read(ticket.id()).orElseThrow().state()).isEqualTo(State.IN_PROGRESS);
        redmine.technician(
                "PUT",
                "/issues/" + ticket.id() + ".json",
                "{\"issue\":{\"status_id\":" + redmine.of("/statuses/Closed")
                        + ",\"notes\":\"Lager <script>alert(1)</script> ersetzt\",\"custom_fields\":[{\"id\":"
                        + redmine.of("/fields/cause") + ",\"value\":\"BRG-07\"},{\"id\":"
                        + redmine.of("/fields/verdict") + ",\"value\":\"confirmed\"}]}}");

        Ticket closed = system.read(ticket.id()).orElseThrow();

        assertThat(closed.state()).isEqualTo(State.RESOLVED);
        assertThat(closed.cause()).isEqualTo("BRG-07");
        assertThat(closed.verdict()).isEqualTo("confirmed");
        assertThat(closed.text()).isEqualTo("Lager <script>alert(1)</script> ersetzt");
        assertThat(closed.resolved().orElseThrow()).isBetween(before, Instant.now());
        assertThat(closed.acknowledged().orElseThrow())
                .isBetween(before, closed.resolved().orElseThrow());
        assertThat(system.changedSince(before).orElseThrow())
                .extracting(Ticket::id)
                .contains(ticket.id());
        assertThat(system.changedSince(Instant.now().plusSeconds(3_600)).orElseThrow())
                .isEmpty();
    }

    @Test
    void closedOnThisSide_isClosedThere_andASecondTimeNothingChanges() throws Exception {
        RestSystem system = redmine.connector(redmine.url());
        Ticket ticket = system.create(Drafts.draft("closed-here"));

        system.close(ticket.id(), "cavitation", "suction valve opened");
        system.close(ticket.id(), "bearing-wear", "another story");

        Ticket closed = system.read(ticket.id()).orElseThrow();
        assertThat(List.of(closed.state(), closed.cause(), closed.text()))
                .isEqualTo(List.of(State.RESOLVED, "cavitation", "suction valve opened"));
    }

    @Test
    void causeThatRedmineDoesNotKnow_isRefusedInItsWords_andTheTicketStaysOpen() throws Exception {
        RestSystem system = redmine.connector(redmine.url());
        Ticket ticket = system.create(Drafts.draft("odd-cause"));

        assertThatThrownBy(() -> system.close(ticket.id(), "gremlins", "they did it"))
                .isInstanceOfSatisfying(
                        MaintenanceException.class, e -> assertThat(e.again()).isFalse())
                .hasMessageContaining("422")
                .hasMessageContaining("Root cause is not included in the list");
        assertThat(system.read(ticket.id()).orElseThrow().state()).isEqualTo(State.OPEN);
    }

    @Test
    void wrongKey_isRefused_andDoesNotLookLikeAnEmptyRedmine() throws Exception {
        RestSystem system = redmine.connector(redmine.url());
        Drafts.secretFile(folder, "secret", "0123456789012345678901234567890123456789");
        try {
            assertThatThrownBy(() -> system.find("twice-1"))
                    .isInstanceOfSatisfying(MaintenanceException.class, e -> assertThat(e.again())
                            .isFalse())
                    .hasMessageContaining("401")
                    .hasMessageContaining("secret_file");
            assertThat(system.trouble()).contains("secret_file");
        } finally {
            Drafts.secretFile(folder, "secret", redmine.of("/node_key"));
        }
        assertThat(system.find("nothing")).isEmpty();
        assertThat(system.trouble()).as("well again").isEmpty();
    }

    @Test
    void answerThatIsLost_makesNoSecondTicket() throws Exception {
        try (LossyWay way = new LossyWay(redmine.url())) {
            RestSystem system = redmine.connector(way.url());
            way.toLose.set(1);

            Ticket ticket = system.create(Drafts.draft("lost-answer"));

            assertThat(way.toLose).hasValue(0);
            assertThat(redmine.tickets("lost-answer")).isEqualTo(1);
            assertThat(system.create(Drafts.draft("lost-answer")).id()).isEqualTo(ticket.id());
            assertThat(redmine.tickets("lost-answer")).isEqualTo(1);
        }
    }

    @Test
    void redmineAway_isLater_andWhenItIsBackThereIsOneTicket() throws Exception {
        RestSystem system = redmine.connector(redmine.url());
        String before = system.create(Drafts.draft("before-the-stop")).id();
        redmine.stop();
        try {
            assertThatThrownBy(() -> system.create(Drafts.draft("during-the-stop")))
                    .isInstanceOfSatisfying(MaintenanceException.class, e -> assertThat(e.again())
                            .isTrue())
                    .hasMessageContaining("nobody listens there");
            assertThat(system.trouble()).contains("nobody listens there");
        } finally {
            redmine.start();
        }

        assertThat(system.create(Drafts.draft("before-the-stop")).id()).isEqualTo(before);
        system.create(Drafts.draft("during-the-stop"));
        assertThat(redmine.tickets("during-the-stop")).isEqualTo(1);
        assertThat(system.trouble()).isEmpty();
    }

    @Test
    void twoTicketsWithOneKey_theOldestIsOurs_andPeopleAreTold() throws Exception {
        RestSystem system = redmine.connector(redmine.url());
        String oldest = system.create(Drafts.draft("racing")).id();
        redmine.technician(
                "POST",
                "/issues.json",
                "{\"issue\":{\"project_id\":\"plant1\",\"subject\":\"again\",\"custom_fields\":[{\"id\":"
                        + redmine.of("/fields/key") + ",\"value\":\"racing\"}]}}");

        assertThat(system.create(Drafts.draft("racing")).id()).isEqualTo(oldest);
        assertThat(system.trouble()).contains("racing").contains("the oldest, " + oldest + ", is ours");
    }
}
