// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static io.ganglion.hub.Decisions.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.hub.Hub.Tenure;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.hub.node.RouterWatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenureTest {

    private static final String OLD = "pump-anomaly@1.0.0";
    private static final String NEW = "pump-anomaly@1.1.0";
    private static final Trial SHADOW = Trial.shadow(ModelId.parse(NEW));
    private static final Trial CANARY = Trial.challenger(ModelId.parse(NEW), 0.25);

    @TempDir
    Path folder;

    private final Decisions router = new Decisions();
    private Desk desk;
    private RouterWatch watch;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
        watch = new RouterWatch(desk.ledger, "node-a");
        desk.approved(OLD);
        desk.approved(NEW);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void pull() {
        watch.pull(router);
    }

    private List<Tenure> all() {
        return desk.registry.tenures("", Instant.EPOCH, at(1_000_000));
    }

    private String story() {
        StringBuilder story = new StringBuilder();
        for (Tenure tenure : all()) {
            story.append(tenure.role().charAt(0))
                    .append(' ')
                    .append(tenure.model().version())
                    .append(' ')
                    .append(minute(Optional.of(tenure.from())))
                    .append('-')
                    .append(minute(tenure.to()))
                    .append(", ");
        }
        return story.toString();
    }

    private static String minute(Optional<Instant> at) {
        return at.map(instant -> Long.toString((instant.getEpochSecond() - Desk.NOW.getEpochSecond()) / 60))
                .orElse("");
    }

    @Test
    void aRollOut_isATenureForEachPart_andTheStagesFollow() {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        pull();
        assertThat(desk.stage(OLD)).isEqualTo(Stage.LIVE);
        router.make(10, "Pump", Kind.ROUTED, OLD, SHADOW);
        pull();
        assertThat(desk.stage(NEW)).as("a shadow answers for nobody").isEqualTo(Stage.APPROVED);
        router.make(20, "Pump", Kind.PROMOTED, OLD, CANARY);
        pull();
        assertThat(desk.stage(NEW)).isEqualTo(Stage.LIVE);
        router.make(30, "Pump", Kind.PROMOTED, NEW);
        pull();
        assertThat(story()).isEqualTo("c 1.0.0 0-20, s 1.1.0 10-20, c 1.0.0 20-30, c 1.1.0 20-30, c 1.1.0 30-, ");
        assertThat(desk.stage(OLD)).as("the way back").isEqualTo(Stage.APPROVED);
        assertThat(desk.registry
                        .find(ModelId.parse(NEW))
                        .orElseThrow()
                        .steps()
                        .get(2)
                        .note())
                .isEqualTo("answers for Pump on node-a: because of PROMOTED");
        assertThat(desk.registry.verify()).isEmpty();
    }

    @Test
    void whichVersionAnswered_isKnownToTheMinute() {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        router.make(30, "Pump", Kind.PROMOTED, NEW);
        pull();
        assertThat(desk.registry.answering("node-a", "Pump", at(15))).containsExactly(ModelId.parse(OLD));
        assertThat(desk.registry.answering("node-a", "Pump", at(30))).containsExactly(ModelId.parse(NEW));
        assertThat(desk.registry.answering("node-a", "Pump", at(-1))).isEmpty();
        assertThat(desk.registry.answering("node-b", "Pump", at(15))).isEmpty();
        assertThat(desk.registry.tenures("Pump", at(31), at(40))).hasSize(1);
        assertThat(desk.registry.tenures("", Instant.MIN, Instant.MAX)).hasSize(2);
        assertThat(desk.registry.tenures("Host", Instant.EPOCH, at(40))).isEmpty();
    }

    @Test
    void aChampionThatIsRolledBack_isRetired_andAStoppedTrial_theOneBeforeIsLiveAgain() {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        router.make(10, "Pump", Kind.PROMOTED, NEW);
        router.make(20, "Pump", Kind.ROLLED_BACK, OLD);
        pull();
        assertThat(desk.stage(NEW)).isEqualTo(Stage.RETIRED);
        assertThat(desk.stage(OLD)).isEqualTo(Stage.LIVE);
        desk.registry.approve(ModelId.parse(NEW), "ada", "the sensor was broken, not the model");
        router.make(30, "Pump", Kind.ROUTED, OLD, SHADOW);
        router.make(40, "Pump", Kind.STOPPED, OLD);
        pull();
        assertThat(desk.stage(NEW)).isEqualTo(Stage.RETIRED);
    }

    @Test
    void aTrialThatARollBackEnds_hasNotFailed() {
        router.make(0, "Pump", Kind.ROUTED, OLD, CANARY);
        router.make(10, "Pump", Kind.ROLLED_BACK, "pump-anomaly@0.9.0");
        pull();
        assertThat(desk.stage(NEW)).isEqualTo(Stage.APPROVED);
        assertThat(desk.stage(OLD)).isEqualTo(Stage.RETIRED);
    }

    @Test
    void whatWasDecidedWhileTheHubWasAway_isTakenByNumber_onceAndInOrder() throws Exception {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        pull();
        desk.close();
        for (int minute = 1; minute <= 200; minute++) {
            router.make(minute, minute % 3 == 0 ? "Host" : "Pump", Kind.ROUTED, minute % 2 == 0 ? OLD : NEW);
        }
        desk = new Desk(folder);
        watch = new RouterWatch(desk.ledger, "node-a");
        pull();
        int tenures = all().size();
        assertThat(all()).extracting(Tenure::from).contains(at(1), at(200)).hasSizeGreaterThan(90);
        pull();
        new RouterWatch(desk.ledger, "node-a").pull(router);
        assertThat(all()).hasSize(tenures);
        assertThat(watch.notice()).isEmpty();
        assertThat(desk.registry.answering("node-a", "Pump", at(100))).containsExactly(ModelId.parse(OLD));
        assertThat(desk.registry.answering("node-a", "Pump", at(103))).containsExactly(ModelId.parse(NEW));
    }

    @Test
    void decisionsThatAreGone_areSaid_andTheOthersTaken() {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        pull();
        router.make(1, "Pump", Kind.ROUTED, NEW);
        router.make(2, "Pump", Kind.ROUTED, OLD);
        router.make(3, "Pump", Kind.ROUTED, NEW);
        router.made.subList(1, 3).clear();
        pull();
        assertThat(watch.notice()).contains("decisions 2 to 3");
        assertThat(desk.stage(NEW)).isEqualTo(Stage.LIVE);
    }

    @Test
    void aRouterThatCountsAnew_isFollowedAnew() {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        router.make(1, "Pump", Kind.ROUTED, OLD, CANARY);
        pull();
        router.made.clear();
        router.make(10, "Pump", Kind.FOLLOWED, NEW);
        pull();
        assertThat(desk.stage(OLD)).isEqualTo(Stage.APPROVED);
        assertThat(desk.registry.answering("node-a", "Pump", at(11))).containsExactly(ModelId.parse(NEW));
    }

    @Test
    void aModelThatAnswersHere_isNotRetired_theMessageNamesTheNextStep() {
        router.make(0, "Pump", Kind.FOLLOWED, OLD);
        pull();
        assertThatThrownBy(() -> desk.registry.retire(ModelId.parse(OLD), "ada", ""))
                .hasMessageContaining("answers on this node")
                .hasMessageContaining("aiot:model-route");
    }

    @Test
    void aModelThatIsEnteredAfterItBeganToAnswer_isLiveAtOnce() throws Exception {
        router.make(0, "Pump", Kind.FOLLOWED, "pump-anomaly@2.0.0");
        pull();
        assertThat(desk.register("pump-anomaly@2.0.0").stage()).isEqualTo(Stage.LIVE);
    }
}
