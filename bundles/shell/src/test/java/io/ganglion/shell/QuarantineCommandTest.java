// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.FakeNode.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Replay;
import io.ganglion.api.flow.Quarantine.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineCommandTest {
    private final FakeQuarantine quarantine = new FakeQuarantine(
            refused(7, "{\"flow\": 1e999}", Reason.NOT_FINITE, "/flow", 9),
            refused(8, "{\"flow\": 1e998}", Reason.NOT_FINITE, "/flow", 9),
            refused(9, "", Reason.EMPTY, "", -1));
    private final FakeNode node = new FakeNode().with(Quarantine.class, quarantine);

    private static QuarantineReplay replay(String id) {
        QuarantineReplay command = new QuarantineReplay();
        command.id = id;
        return command;
    }

    @Test
    void listByTrouble_countsAndNamesAnExampleToReplay() throws Exception {
        QuarantineList command = new QuarantineList();
        command.grouped = true;
        assertThat(node.answer(command))
                .contains("NOT_FINITE")
                .endsWith("3 payloads with 2 kinds of trouble. After a fix: aiot:quarantine-replay --group 9\n");
        command.json = true;
        assertThat(node.answer(command)).contains("\"count\" : 2").contains("\"example\" : 8");
    }

    @Test
    void listIsNarrowed_andSaysWhatHadToGo() throws Exception {
        QuarantineList command = new QuarantineList();
        command.reason = "not-finite";
        command.since = "2h";
        quarantine.expired = 12;
        assertThat(node.answer(command))
                .contains("12 payloads had to go")
                .endsWith("One with its offending spot: aiot:quarantine-show 8\n")
                .doesNotContain("EMPTY");
        command.since = "2099-01-01T00:00:00Z";
        assertThat(node.answer(command)).startsWith("None of this kind is in quarantine.");
    }

    @Test
    void nameThatNothingHas_isAnsweredWithTheNearOnes() {
        QuarantineList command = new QuarantineList();
        command.reason = "NOT_FINIT";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no reason NOT_FINIT. Near: NOT_FINITE");
        command.reason = null;
        command.contract = "Pmp";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no contract in quarantine Pmp. Near: Pump");
        command.contract = null;
        command.device = "pump-8";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no device in quarantine pump-8. Near: pump-7");
        command.device = null;
        command.since = "yesterday";
        assertThatThrownBy(() -> node.answer(command))
                .hasMessageContaining("--since takes")
                .hasMessageEndingWith("yesterday");
    }

    @Test
    void groupIsNamedByOneOfItsOwn_alsoBehindTheArgument() throws Exception {
        quarantine.outcome = new Replay(2, List.of(), 0, "");
        QuarantineReplay command = replay(null);
        command.group = "7";
        assertThat(node.answer(command)).isEqualTo("2 accepted and out of quarantine, 0 still refused.\n");
        assertThat(quarantine.replayed).isEqualTo(Selection.group("Pump", Reason.NOT_FINITE, "/flow"));
        QuarantineReplay one = replay("9");
        one.trailing = List.of("--json");
        assertThat(node.answer(one)).contains("\"accepted\" : 2");
        assertThat(quarantine.replayed).isEqualTo(Selection.of(9));
    }

    @Test
    void nothingChosenIsNotEverythingChosen_norAreTwoThings() {
        assertThatThrownBy(() -> node.answer(replay(null))).hasMessageStartingWith("say which:");
        assertThatThrownBy(() -> node.answer(new QuarantineDiscard())).hasMessageStartingWith("say which:");
        QuarantineReplay both = replay("7");
        both.trailing = List.of("--contract", "Pump");
        assertThatThrownBy(() -> node.answer(both)).hasMessageStartingWith("say which in one way only");
        assertThat(quarantine.replayed).isNull();
    }

    @Test
    void replayFails_whereNoneWasAccepted_orSomeAreLeft() {
        Group group = new Group("Pump", Reason.NOT_FINITE, "/flow", 2, 1, 0, 0, 8, "still");
        quarantine.outcome = new Replay(0, List.of(group), 0, "");
        QuarantineReplay command = replay(null);
        command.contract = "Pump";
        assertThatThrownBy(() -> node.answer(command))
                .hasMessage("0 accepted and out of quarantine, 2 still refused. The spot: aiot:quarantine-show 8");
        quarantine.outcome = new Replay(1, List.of(), 2, "keeper store is not there");
        assertThatThrownBy(() -> node.answer(command))
                .hasMessageContaining("2 not answered: keeper store is not there");
    }

    @Test
    void discardSaysWhatWentAndWhatIsLeft() throws Exception {
        QuarantineDiscard command = new QuarantineDiscard();
        command.group = "8";
        assertThat(node.answer(command)).isEqualTo("2 payloads discarded, 1 left in quarantine.\n");
        command.group = null;
        command.all = true;
        command.json = true;
        assertThat(node.answer(command)).contains("\"left\" : 0");
    }

    @Test
    void showEndsWithWhatToDo() throws Exception {
        QuarantineShow command = new QuarantineShow();
        command.id = "7";
        assertThat(node.answer(command))
                .contains("{\"flow\": 1e999}\n         ^ byte 9")
                .endsWith("aiot:quarantine-replay 7, or --group 7 for all with this trouble\n");
    }
}
