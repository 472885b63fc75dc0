// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import io.ganglion.itests.harness.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A peer that takes {@code in/#} from a mosquitto and answers every message on {@code out/…}. */
final class Bystander implements Contender {

    /** How a peer is started against a broker's port. */
    @FunctionalInterface
    interface Start {
        Child on(int port) throws IOException, InterruptedException;
    }

    private static final Login ANYBODY = new Login("load", "none");

    private final int port;
    private final Child mosquitto;
    private final Child peer;

    Bystander(Path folder, Start start) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        this.port = Child.freePort();
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(
                config,
                "listener " + port + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 200000\n"
                        + "max_inflight_messages 1000\nset_tcp_nodelay true\n");
        // A process of its own on the load's core: the peer is charged for its own work only.
        this.mosquitto = Child.start(
                        Cores.pinned(Cores.LOAD, List.of("mosquitto", "-c", config.toString())),
                        folder.resolve("mosquitto.log"))
                .awaitOutput("running");
        Child started = null;
        try {
            started = start.on(port);
        } finally {
            if (started == null) {
                mosquitto.close();
            }
        }
        this.peer = started;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Login publisher() {
        return ANYBODY;
    }

    @Override
    public Login reader() {
        return ANYBODY;
    }

    @Override
    public String topic(String device) {
        return "in/" + device;
    }

    @Override
    public String answers() {
        return "out/#";
    }

    @Override
    public boolean answersAll() {
        return true;
    }

    @Override
    public long pid() {
        return peer.pid();
    }

    @Override
    public long dealtWith() {
        return -1;
    }

    @Override
    public void close() {
        peer.close();
        mosquitto.close();
    }
}
