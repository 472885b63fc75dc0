// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.pipeline.Plant;
import io.ganglion.pipeline.lane.Detained;
import io.ganglion.pipeline.lane.Parcel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WardTest {

    private static final Bounds BOUNDS = new Bounds(8 << 20, Duration.ofDays(30));

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger settled = new AtomicInteger();
    private final List<QuarantinedPayload> notices = Collections.synchronizedList(new ArrayList<>());
    private Ward ward;

    private Ward start(Ledger ledger, Bounds bounds) {
        ward = new Ward(ledger, bounds, nanos::get, notices::add);
        ward.start();
        return ward;
    }

    private Ledger ledger(Path place) {
        return new Ledger(place, nanos::get);
    }

    private Ward start() {
        return start(ledger(folder), BOUNDS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (ward != null) {
            ward.stop(5_000);
        }
    }

    private void detain(byte[] body) {
        detain(Plant.payload("pump-1", body));
    }

    private void detain(Payload payload) {
        Rejection rejection = new Rejection(Reason.OUT_OF_RANGE, "/level", "level: 1e9", "Gauge@1.0.0", 17);
        Parcel parcel = Parcel.of(payload, () -> {}, 1 << 20);
        ward.detain(new Detained(parcel, rejection, d -> settled.incrementAndGet()));
    }

    private void detain(Payload payload, Reason reason, String path) {
        Rejection rejection = new Rejection(reason, path, "refused", "Gauge@1.0.0", 0);
        ward.detain(new Detained(Parcel.of(payload, () -> {}, 1 << 20), rejection, d -> settled.incrementAndGet()));
    }

    private static Payload payload(String device, long receivedAt) {
        return new Payload("test", "Gauge", device, "t", "", new byte[1], receivedAt);
    }

    private void awaitSettled(int expected) {
        await().until(settled::get, got -> got == expected);
    }

    @Test
    void whatIsSettledIsThereAfterARestart_toTheByte() throws Exception {
        start();
        byte[] body = {0, 1, (byte) 0xFF, 'x'};
        detain(body);
        awaitSettled(1);
        ward.stop(5_000);
        start();
        assertThat(ward.register().size()).isEqualTo(1);
        QuarantinedPayload kept = ward.register().list(10).get(0);
        assertThat(ward.register().find(kept.id())).isPresent();
        assertThat(kept.payload().body()).isEqualTo(body);
        assertThat(kept.payload().topic()).isEqualTo("a/topic");
        assertThat(kept.payload().receivedAt()).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(kept.rejection())
                .isEqualTo(new Rejection(Reason.OUT_OF_RANGE, "/level", "level: 1e9", "Gauge@1.0.0", 17));
    }

    @Test
    void idsAscendAndAreNeverGivenTwice_evenWhenEverythingWasRemoved() throws Exception {
        start();
        IntStream.range(0, 5).forEach(i -> detain(new byte[] {(byte) i}));
        awaitSettled(5);
        assertThat(ward.register().list(2)).extracting(QuarantinedPayload::id).containsExactly(5L, 4L);
        ward.stop(5_000);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("quarantine.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM payload");
        }
        start();
        detain(new byte[1]);
        awaitSettled(6);
        assertThat(ward.register().list(1).get(0).id()).isEqualTo(6);
    }

    @Test
    void healthyNodeHasNoFile_andListsNothing() {
        start();
        assertThat(ward.register().list(10)).isEmpty();
        assertThat(ward.register().size()).isZero();
        assertThat(folder.resolve("quarantine.db")).doesNotExist();
    }

    @Test
    void oldestGoFirst_whereTheRoomIsUsedUp() {
        start(ledger(folder), new Bounds(1 << 20, Duration.ofDays(30)));
        IntStream.range(0, 50).forEach(i -> detain(new byte[60_000]));
        awaitSettled(50);
        await().until(() -> ward.removed() == 33);
        assertThat(ward.register().size()).isEqualTo(17);
        assertThat(ward.register().list(100).get(16).id()).isEqualTo(34);
    }

    @Test
    void payloadsAgeWhileTheNodeRuns_overRestarts_andTheTooOldGo() throws Exception {
        start();
        detain(new byte[1]);
        awaitSettled(1);
        nanos.addAndGet(Duration.ofDays(20).toNanos());
        detain(new byte[2]);
        awaitSettled(2);
        ward.stop(5_000);
        start();
        nanos.addAndGet(Duration.ofDays(11).toNanos());
        detain(new byte[3]);
        await().until(() -> ward.removed() == 1);
        assertThat(ward.register().list(10))
                .extracting(QuarantinedPayload::bytes)
                .containsExactly(3L, 2L);
    }

    @Test
    void wallClockThatJumps_costsNobody() {
        start();
        detain(new Payload("test", "Gauge", "from-1970", "t", "", new byte[1], 0));
        detain(new Payload("test", "Gauge", "from-2261", "t", "", new byte[1], Long.MAX_VALUE));
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        detain(new byte[1]);
        awaitSettled(3);
        assertThat(ward.register().list(10)).hasSize(3);
        assertThat(ward.removed()).isZero();
    }

    @Test
    void fileOfTheFirstRelease_isReadOn_andItsPayloadsBeginToAgeNow() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("quarantine.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(Kept.TABLE.replace(", ran INTEGER NOT NULL DEFAULT 0", ""));
            statement.execute(
                    "INSERT INTO payload VALUES(7,300,0,'test','Gauge','p','t','',1,'NOT_JSON','','m','Gauge',0,x'7B')");
        }
        start();
        detain(new byte[1]);
        awaitSettled(1);
        assertThat(ward.register().list(10)).extracting(QuarantinedPayload::id).containsExactly(8L, 7L);
        nanos.addAndGet(Duration.ofDays(31).toNanos());
        detain(new byte[1]);
        await().until(() -> ward.removed() == 2);
    }

    @Test
    void entriesAreSelected_grouped_andDiscarded() {
        start();
        detain(payload("pump-1", 1), Reason.OUT_OF_RANGE, "/level");
        detain(payload("pump-2", 2), Reason.OUT_OF_RANGE, "/level");
        detain(payload("pump-2", 3), Reason.OUT_OF_RANGE, "/level");
        detain(payload("pump-2", 4), Reason.NOT_JSON, "");
        awaitSettled(4);
        assertThat(ward.register().groups(Selection.ALL))
                .containsExactly(
                        new Group("Gauge", Reason.OUT_OF_RANGE, "/level", 3, 2, 1, 3, 3, "refused"),
                        new Group("Gauge", Reason.NOT_JSON, "", 1, 1, 4, 4, 4, "refused"));
        Selection group = Selection.group("Gauge", Reason.OUT_OF_RANGE, "/level");
        assertThat(ward.register().list(group, 2))
                .extracting(QuarantinedPayload::id)
                .containsExactly(3L, 2L);
        Selection fine = new Selection(
                OptionalLong.empty(),
                Optional.of(Reason.OUT_OF_RANGE),
                Optional.empty(),
                Optional.of("Gauge"),
                Optional.of("pump-2"),
                Optional.of(Instant.EPOCH.plusNanos(3)));
        assertThat(ward.register().list(fine, 9))
                .extracting(QuarantinedPayload::id)
                .containsExactly(3L);
        assertThat(ward.discard(group)).isEqualTo(3);
        assertThat(ward.discard(group)).isZero();
        assertThat(ward.register().size()).isEqualTo(1);
        assertThat(ward.register().find(4)).isPresent();
    }

    @Test
    void fullDisk_keepsPayloadsWaiting_saysSo_andGoesOnByItself() {
        AtomicInteger pages = new AtomicInteger(40);
        start(new Ledger(folder, nanos::get, pages::get), BOUNDS);
        IntStream.range(0, 10).forEach(i -> detain(new byte[50_000]));
        await().until(() -> ward.trouble().contains("Free disk space"));
        assertThat(settled.get()).isLessThan(10);
        pages.set(1_000_000);
        awaitSettled(10);
        assertThat(ward.register().list(100)).hasSize(10);
        await().until(() -> ward.trouble().isEmpty());
    }

    @Test
    void folderThatCannotBeWritten_isStateWithANextStep_andRecovers() throws Exception {
        Path place = folder.resolve("later");
        Files.writeString(place, "a file where the folder should be");
        start(ledger(place), BOUNDS);
        detain(new byte[1]);
        await().until(() -> !ward.trouble().isEmpty());
        assertThat(ward.trouble()).contains(place.toString());
        assertThat(settled).hasValue(0);
        Files.delete(place);
        awaitSettled(1);
        await().until(() -> ward.trouble().isEmpty());
    }

    @Test
    void damagedFile_isPutAside_andANewOneBegun() throws Exception {
        Files.writeString(folder.resolve("quarantine.db"), "this is no database at all ".repeat(100));
        start();
        detain(new byte[1]);
        awaitSettled(1);
        assertThat(ward.register().list(1)).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("quarantine.db.damaged-"));
        }
    }

    @Test
    void longTextsOfStrangersAreCut() {
        start();
        detain(new Payload("test", "Gauge", "p", "t".repeat(50_000), "", new byte[1], 1_700_000_000_000_000_000L));
        awaitSettled(1);
        assertThat(ward.register().list(1).get(0).payload().topic()).hasSize(1024);
        await().until(() -> notices.size() == 1);
    }
}
