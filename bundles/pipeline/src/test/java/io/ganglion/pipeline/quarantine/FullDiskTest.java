// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.pipeline.Plant;
import io.ganglion.pipeline.lane.Detained;
import io.ganglion.pipeline.lane.Parcel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quarantine on a file system of its own, which is really full. Only root may mount one. */
class FullDiskTest {

    private static final int PAYLOADS = 60;

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;
    private final AtomicInteger settled = new AtomicInteger();
    private Ward ward;

    @BeforeEach
    void mount() throws Exception {
        loadLibrary();
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(mounted, "SKIPPED: a tiny file system can be mounted by root only, with the right to do so");
    }

    /** So that it is not unpacked on the tiny disk, where this test is the first that needs it. */
    private void loadLibrary() throws Exception {
        try (Ledger ledger = new Ledger(folder.resolve("elsewhere"), () -> 0)) {
            ledger.commit(() -> ledger.expire(1));
        }
    }

    @AfterEach
    void unmount() throws Exception {
        if (ward != null) {
            ward.stop(5_000);
        }
        if (mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void nothingIsSettledThatIsNotOnDisk_theStateSaysWhatToDo_andItGoesOnWhenThereIsRoom() throws Exception {
        ward = new Ward(disk, new Bounds(64 << 20, Duration.ofDays(30)), System::nanoTime, notice -> {});
        ward.start();
        for (int i = 0; i < PAYLOADS; i++) {
            byte[] body = new byte[50_000];
            body[0] = (byte) i;
            Rejection rejection = new Rejection(Reason.NOT_JSON, "", "refused", "Gauge", 0);
            Parcel parcel = Parcel.of(Plant.payload("pump-1", body), () -> {}, 1 << 20);
            ward.detain(new Detained(parcel, rejection, d -> settled.incrementAndGet()));
        }
        await().until(() -> ward.trouble().contains("Free disk space"));
        assertThat(ward.trouble())
                .isEqualTo("the quarantine cannot be written, refused payloads wait in memory: no room for "
                        + disk.resolve("quarantine.db") + ". Free disk space there; it goes on by itself");
        int before = settled.get();
        assertThat(before).isLessThan(PAYLOADS);
        assertThat(ward.register().size()).isEqualTo(before);
        assertThat(run("mount", "-o", "remount,size=32m", disk.toString())).isTrue();
        await().until(() -> settled.get() == PAYLOADS);
        List<Byte> kept = ward.register().list(1_000).stream()
                .map(q -> q.payload().body()[0])
                .sorted()
                .toList();
        assertThat(kept).hasSize(PAYLOADS).doesNotHaveDuplicates();
        await().until(() -> ward.trouble().isEmpty());
    }
}
