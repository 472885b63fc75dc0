// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import io.ganglion.api.device.Node;
import java.util.Locale;
import java.util.Optional;

/** What a demo says first: where things are, and what to try. */
final class Banner {
    private static final String TEXT =
            """

            Ganglion node %1$s at site %2$s is up, %3$.1f s after its start.

              MQTT      127.0.0.1:%4$s, topics ganglion/%2$s/telemetry/{contract}/{device}
              shell     127.0.0.1:%5$s, or from another terminal: ./ganglion exec "aiot:device-list"%6$s
              home      %7$s (settings in etc, log in log/ganglion.log)
              drop in   a bundle copied to the home's folder deploy runs at once

            Try here
              aiot:device-list                 who was heard, and what is thought of each
              aiot:observation-tail pump-1     the rows as they come, in the contract's units
              aiot:model-list                  which model answers, and on which engine
              aiot:node-status                 the books: received = accepted + quarantined + in flight

            From another terminal, as a device of your own
              ./ganglion credential mqtt pump-7%6$s
            pump-2 begins to cavitate after a minute and a half. What is thought of each device:

            """;

    private Banner() {}

    static String of(Optional<Node> node, long uptimeMillis) {
        String name = node.map(Node::name).orElse("");
        String home = System.getProperty("ganglion.home", "");
        String where = home.endsWith("/.ganglion/demo") ? " --name demo" : " --home '" + home + "'";
        return String.format(
                Locale.ROOT,
                TEXT,
                name,
                node.map(Node::site).orElse(""),
                uptimeMillis / 1000.0,
                System.getProperty("ganglion.port.mqtt", ""),
                System.getProperty("ganglion.port.shell", ""),
                where,
                home);
    }
}
