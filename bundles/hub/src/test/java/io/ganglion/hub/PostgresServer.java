// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.hub.ledger.PostgresDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of the machine's own package, on a free port, in a folder that goes with it. */
final class PostgresServer implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "a password of the hub";

    private final Path programs;
    private final Path folder;
    private final Path secrets;
    private final int port;
    private final boolean asRoot;

    private PostgresServer(Path programs) throws Exception {
        this.programs = programs;
        this.asRoot = "root".equals(System.getProperty("user.name"));
        this.folder = Files.createTempDirectory("ganglion-postgres");
        this.secrets = Files.createTempDirectory("ganglion-postgres-secrets");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        // The server refuses to run as root.
        if (asRoot) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        program("initdb", "-D", data(), "-U", "hub", "--pwfile=" + password, "-A", "scram-sha-256", "--no-sync");
        certify();
        Files.writeString(secrets.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(secrets.resolve("password"), PosixFilePermissions.fromString("rw-------"));
        start();
        program("createdb", "-w", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "hub", "ganglion");
    }

    /** Empty where the package is not installed. */
    static Optional<PostgresServer> start(boolean wanted) throws Exception {
        if (!wanted || !Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            Optional<Path> newest = versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
            return newest.isEmpty() ? Optional.empty() : Optional.of(new PostgresServer(newest.get()));
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    void start() throws Exception {
        program(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c ssl=on",
                "start");
    }

    /** As an operator does who is in a hurry: who is connected is thrown out. */
    void stop() throws Exception {
        program("pg_ctl", "-D", data(), "-w", "-m", "fast", "stop");
    }

    /** A certificate of its own, for the address that it listens on. */
    private void certify() throws Exception {
        List<String> line = asOwner();
        line.addAll(List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"));
        line.addAll(List.of("-subj", "/CN=hub", "-addext", "subjectAltName=IP:127.0.0.1"));
        line.addAll(List.of("-keyout", data() + "/server.key", "-out", data() + "/server.crt"));
        run(line);
        Files.copy(Path.of(data(), "server.crt"), secrets.resolve("server.crt"));
    }

    private List<String> asOwner() {
        return new ArrayList<>(asRoot ? List.of("runuser", "-u", "postgres", "--") : List.of());
    }

    private void program(String name, String... arguments) throws Exception {
        List<String> line = new ArrayList<>();
        if (asRoot) {
            line.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        line.addAll(List.of(
                "env",
                "PGPASSWORD=" + PASSWORD,
                "LC_ALL=C",
                programs.resolve(name).toString()));
        line.addAll(List.of(arguments));
        run(line);
    }

    private void run(List<String> line) throws Exception {
        Path output = Files.createTempFile("postgres", ".out");
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", line).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", line, Files.readString(output))
                .isZero();
        Files.delete(output);
    }

    Path passwordFile() {
        return secrets.resolve("password");
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/ganglion";
    }

    PostgresDatabase database() {
        return database("disable", "");
    }

    /** The certificate that a client must know. */
    Path certificate() {
        return secrets.resolve("server.crt");
    }

    PostgresDatabase database(String tls, String rootCertificate) {
        return new PostgresDatabase(
                new PostgresDatabase.Access(url(), "hub", passwordFile().toString(), tls, rootCertificate));
    }

    @Override
    public void close() throws Exception {
        stop();
        for (Path root : List.of(folder, secrets)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // A folder of /tmp that the machine cleans.
            }
        }
    }
}
