// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name, made to fit a topic level. */
final class HostName {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    static String read() {
        try {
            // The kernel knows at once; a resolver may ask the network and take its time.
            return fit(
                    Files.isReadable(KERNEL)
                            ? Files.readString(KERNEL)
                            : InetAddress.getLocalHost().getHostName());
        } catch (IOException e) {
            return "node";
        }
    }

    static String fit(String name) {
        StringBuilder fitted = new StringBuilder();
        for (char c : name.strip().toCharArray()) {
            fitted.append(Payload.isName(String.valueOf(c)) ? c : '-');
        }
        fitted.setLength(Math.min(fitted.length(), Payload.NAME_LIMIT));
        return fitted.length() == 0 ? "node" : fitted.toString();
    }
}
