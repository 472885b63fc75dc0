// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on. */
public final class Ports {

    /** The stable ports of a node, without its offset. */
    private static final List<Integer> OF_A_NODE = List.of(1883, 5683, 5684, 8101, 8181);

    private Ports() {}

    /** An offset at which all ports of a node are free now, and below what Linux gives to clients by itself (32768 and up). */
    public static int freeOffset() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int offset = 18_200 + ThreadLocalRandom.current().nextInt(600) * 10;
            if (OF_A_NODE.stream().allMatch(port -> isFree(port + offset))) {
                return offset;
            }
        }
        throw new IllegalStateException("no port offset is free between 18200 and 24200");
    }

    /** One port, below what Linux gives to clients by itself, so that a server may leave it for a while. */
    public static int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = 26_600 + ThreadLocalRandom.current().nextInt(5_000);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free between 26600 and 31600");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
