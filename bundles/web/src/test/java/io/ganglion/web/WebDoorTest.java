// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDoorTest {

    @TempDir
    Path folder;

    private Path file;
    private WebDoor door;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve(WebCredentials.FILE);
        LoginFile.write(file, List.of("viewer"));
        door = new WebDoor(new FileRealm(new WebCredentials(file)), Clock.systemUTC());
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Test
    void theRightPasswordComesIn_withItsRole_alsoTheSecondTime() {
        for (int i = 0; i < 2; i++) {
            assertThat(door.judge(basic("viewer", "a password of viewer"), "127.0.0.1")
                            .proven())
                    .map(Realm.Proven::login)
                    .contains(new WebLogin("viewer", Role.VIEWER));
        }
    }

    @Test
    void nobodyElseComesIn() {
        assertThat(door.judge(null, "127.0.0.1").proven()).isEmpty();
        assertThat(door.judge("Basic !!!", "127.0.0.1").proven()).isEmpty();
        assertThat(door.judge("Bearer abc", "127.0.0.1").proven()).isEmpty();
        assertThat(door.judge("Basic " + "A".repeat(100_000), "127.0.0.1").proven())
                .isEmpty();
        assertThat(door.judge(basic("viewer", ""), "127.0.0.1").proven()).isEmpty();
        assertThat(door.judge(basic("nobody", "a password of viewer"), "127.0.0.1")
                        .proven())
                .isEmpty();
    }

    @Test
    void whoGuessesWaits_andOthersDoNot() {
        WebDoor frozen =
                new WebDoor(new FileRealm(new WebCredentials(file)), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        for (int i = 0; i < 5; i++) {
            assertThat(frozen.judge(basic("viewer", "guess" + i), "10.0.0.1").waitSeconds())
                    .isZero();
        }
        WebDoor.Judgement sixth = frozen.judge(basic("viewer", "a password of viewer"), "10.0.0.1");
        assertThat(sixth.proven()).isEmpty();
        assertThat(sixth.waitSeconds()).isEqualTo(1);
        assertThat(frozen.judge(basic("viewer", "a password of viewer"), "10.0.0.2")
                        .proven())
                .isPresent();
    }

    @Test
    void aLoginThatIsTakenOutOfTheFile_isOutAtOnce() throws IOException {
        String header = basic("viewer", "a password of viewer");
        assertThat(door.judge(header, "127.0.0.1").proven()).isPresent();
        LoginFile.write(file, List.of("admin"));
        assertThat(door.judge(header, "127.0.0.1").proven()).isEmpty();
    }

    @Test
    void aFileThatOthersCanRead_opensForNobody() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        WebDoor.Judgement judgement = door.judge(basic("viewer", "a password of viewer"), "127.0.0.1");
        assertThat(judgement.proven()).isEmpty();
        assertThat(judgement.detail()).contains("chmod 600");
    }

    @Test
    void withoutAFile_theAnswerNamesTheCommand() throws IOException {
        Files.delete(file);
        assertThat(door.judge(basic("viewer", "x"), "127.0.0.1").detail()).contains("ganglion credential web");
    }

    @Test
    void aHashIsReadBackAsItWasWritten() {
        PasswordHash hash = PasswordHash.of("secret".toCharArray());
        assertThat(PasswordHash.parse(hash.toString()).fits("secret".toCharArray()))
                .isTrue();
        assertThat(hash.fits("Secret".toCharArray())).isFalse();
        assertThat(hash.toString()).startsWith("210000$");
    }
}
