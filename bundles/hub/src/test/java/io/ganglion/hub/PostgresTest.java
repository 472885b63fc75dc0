// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import io.ganglion.hub.ledger.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one real PostgreSQL. */
class PostgresTest {

    private static final ModelId ID = ModelId.parse("pump-anomaly@1.1.0");

    private static PostgresServer server;

    @TempDir
    Path folder;

    private Desk a;
    private Desk b;

    @BeforeAll
    static void startServer() throws Exception {
        var started = PostgresServer.start(true);
        Assumptions.assumeTrue(started.isPresent(), "SKIPPED: no PostgreSQL is installed here (Debian: postgresql)");
        server = started.get();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        try (Connection connection = server.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
            connection.commit();
        }
        a = new Desk(folder.resolve("a"), "node-a", server.database());
        b = new Desk(folder.resolve("b"), "node-b", server.database());
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    /** Both at the same moment. */
    private static <T> List<Future<T>> race(Callable<T> one, Callable<T> other) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> each : List.of(one, other)) {
                futures.add(threads.submit(() -> {
                    barrier.await();
                    return each.call();
                }));
            }
            for (Future<T> future : futures) {
                try {
                    future.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    // Looked at by the test.
                }
            }
            return futures;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> long failures(List<Future<T>> futures) {
        return futures.stream()
                .filter(future -> {
                    try {
                        future.get();
                        return false;
                    } catch (Exception e) {
                        return true;
                    }
                })
                .count();
    }

    @Test
    void whatOneHubTakesIn_theOtherHas_withItsBytes() throws Exception {
        ModelRecord record = a.approved("pump-anomaly@1.1.0");
        assertThat(b.registry.list()).containsExactly(record);
        assertThat(b.registry.usable(ID)).isEqualTo(Files.readAllBytes(a.artefact("pump-anomaly@1.1.0")));
        assertThat(b.registry.verify()).isEmpty();
        b.registry.publish(ID, "ada");
        assertThat(b.repository.read("features.xml", "http://b")).isPresent();
    }

    @Test
    void twoHubsThatBeginAtOnce_makeTheTablesOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            close();
            open();
            assertThat(failures(race(() -> a.registry.list(), () -> b.registry.list())))
                    .isZero();
        }
    }

    @Test
    void twoCandidatesOfOneVersionAtOnce_oneIsTaken_theOtherIsTold() throws Exception {
        for (int round = 0; round < 10; round++) {
            String id = "pump-anomaly@1." + round + ".0";
            List<Future<ModelRecord>> race = race(
                    () -> a.register(id, ModelFile.of(id).with("model/network.zip", "made by a")),
                    () -> b.register(id, ModelFile.of(id).with("model/network.zip", "made by b")));
            assertThat(failures(race)).isEqualTo(1);
        }
        assertThat(a.registry.list()).hasSize(10).isEqualTo(b.registry.list());
        assertThat(a.registry.verify()).isEmpty();
        assertThat(b.registry.verify()).isEmpty();
    }

    @Test
    void twoDecisionsAtOnce_areBothInTheStory_inOneOrder() throws Exception {
        a.register("pump-anomaly@1.1.0");
        for (int round = 0; round < 10; round++) {
            List<Future<ModelRecord>> race =
                    race(() -> a.registry.approve(ID, "ada", "good"), () -> b.registry.approve(ID, "bob", "good too"));
            assertThat(failures(race)).as("only one of them approves").isEqualTo(1);
            race = race(() -> a.registry.note(ID, "ada", "looked"), () -> b.registry.note(ID, "bob", "looked"));
            assertThat(failures(race)).isZero();
            a.registry.retire(ID, "ada", "again");
        }
        assertThat(a.registry.find(ID).orElseThrow().steps()).hasSize(1 + 10 * 4);
        assertThat(b.registry.verify()).isEmpty();
    }

    @Test
    void aServerThatIsStopped_isATrouble_nothingIsLost_andItGoesOnByItself() throws Exception {
        a.register("pump-anomaly@1.1.0");
        server.stop();
        try {
            assertThatThrownBy(() -> a.registry.approve(ID, "ada", "")).hasMessageContaining("cannot be reached");
            assertThat(a.ledger.trouble()).contains("cannot be reached", "nothing is lost");
            assertThatThrownBy(() -> a.register("pump-anomaly@1.2.0"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be reached");
        } finally {
            server.start();
        }
        assertThat(a.registry.approve(ID, "ada", "").stage()).isEqualTo(Stage.APPROVED);
        assertThat(a.ledger.trouble()).isEmpty();
        assertThat(a.registry.list()).hasSize(1);
        a.register("pump-anomaly@1.2.0");
    }

    @Test
    void aServerThatWasStartedAnewMeanwhile_isNotEvenNoticed() throws Exception {
        a.register("pump-anomaly@1.1.0");
        server.stop();
        server.start();
        assertThat(a.registry.approve(ID, "ada", "").stage()).isEqualTo(Stage.APPROVED);
    }

    @Test
    void aPasswordFileThatOthersCanRead_isNotUsed() throws Exception {
        Files.setPosixFilePermissions(server.passwordFile(), PosixFilePermissions.fromString("rw-r--r--"));
        try (Desk open = new Desk(folder.resolve("c"), "node-c", server.database())) {
            assertThatThrownBy(() -> open.registry.list()).hasMessageContaining("chmod 600");
        } finally {
            Files.setPosixFilePermissions(server.passwordFile(), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aServerWhoseCertificateNobodyKnows_isRefused_andTakenWhereItIsKnown() throws Exception {
        try (Desk stranger = new Desk(folder.resolve("c"), "node-c", server.database("verify-full", ""))) {
            assertThatThrownBy(() -> stranger.registry.list()).hasMessageContaining("SSL");
        }
        PostgresDatabase known =
                server.database("verify-full", server.certificate().toString());
        try (Desk desk = new Desk(folder.resolve("d"), "node-d", known)) {
            assertThat(desk.registry.list()).isEmpty();
            boolean encrypted = desk.ledger.transact(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row =
                                statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                    return row.next() && row.getBoolean(1);
                }
            });
            assertThat(encrypted).isTrue();
        }
    }

    @Test
    void aUrlWithParameters_isRefused() {
        assertThatThrownBy(
                        () -> new PostgresDatabase.Access(server.url() + "?sslmode=disable", "hub", "f", "disable", ""))
                .hasMessageContaining("without parameters");
    }
}
