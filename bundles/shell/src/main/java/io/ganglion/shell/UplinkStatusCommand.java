// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.flow.UplinkStatus;
import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Journal.Backlog;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Every destination beyond the node: how its connection is, what waits, what was sent. */
@Service
@Command(
        scope = "aiot",
        name = "uplink-status",
        description = "Destinations beyond this node, and what is on its way there")
public final class UplinkStatusCommand extends NodeCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) {
        List<Uplink> uplinks = sorted(node);
        Listing listing = new Listing(
                "Uplink",
                "State",
                "Telemetry",
                "Insights",
                "Oldest",
                "Sent",
                "Resent",
                "Dead",
                "Lost",
                "Bytes/s",
                "Detail");
        for (Uplink uplink : uplinks) {
            UplinkStatus status = uplink.status();
            listing.add(
                    summary(uplink.name(), status),
                    uplink.name(),
                    state(status),
                    status.observations().waiting(),
                    status.insights().waiting(),
                    oldest(status),
                    status.sent(),
                    status.resent(),
                    status.deadLetters(),
                    status.observations().lost() + status.insights().lost(),
                    status.bytesPerSecond(),
                    Plain.cut(status.connection().detail(), 120));
        }
        show(listing, json, abandoned(node, uplinks).orElseGet(() -> closing(uplinks)), out);
    }

    /** A destination that went for good still has all of its rows kept, at the cost of everybody's room. */
    private static Optional<String> abandoned(Services node, List<Uplink> uplinks) {
        List<String> configured = uplinks.stream().map(Uplink::name).toList();
        return node.find(Journal.class)
                .flatMap(journal -> journal.destinations().stream()
                        .filter(destination -> !configured.contains(destination))
                        .findFirst())
                .map(name -> "Rows are kept for " + name
                        + ", which is not configured. Give them up, if it does not come back: aiot:uplink-forget "
                        + name);
    }

    static List<Uplink> sorted(Services node) {
        return node.all(Uplink.class).stream()
                .sorted(Comparator.comparing(Uplink::name))
                .toList();
    }

    static Map<String, Object> summary(String name, UplinkStatus status) {
        return fact(
                "uplink", name,
                "destination", status.destination(),
                "state", state(status),
                "detail", status.connection().detail(),
                "since", status.connection().since().toString(),
                "observations", backlog(status.observations()),
                "insights", backlog(status.insights()),
                "inFlight", status.inFlight(),
                "sent", status.sent(),
                "resent", status.resent(),
                "leftOut", status.leftOut(),
                "deadLetters", status.deadLetters(),
                "bytes", status.bytes(),
                "bytesPerSecond", status.bytesPerSecond());
    }

    private static Map<String, Object> backlog(Backlog backlog) {
        return fact(
                "waiting",
                backlog.waiting(),
                "oldest",
                backlog.oldest().isPresent()
                        ? instant(backlog.oldest().getAsLong()).toString()
                        : null,
                "lost",
                backlog.lost());
    }

    private static String state(UplinkStatus status) {
        return status.connection().state().name().toLowerCase(Locale.ROOT);
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private String oldest(UplinkStatus status) {
        long first = Math.min(
                status.observations().oldest().orElse(Long.MAX_VALUE),
                status.insights().oldest().orElse(Long.MAX_VALUE));
        return first == Long.MAX_VALUE ? "-" : ago(instant(first));
    }

    private String closing(List<Uplink> uplinks) {
        if (uplinks.isEmpty()) {
            return "No destination is configured. One is a file etc/io.ganglion.uplink-NAME.cfg with uri=ssl://HOST:8883";
        }
        for (Uplink uplink : uplinks) {
            UplinkStatus status = uplink.status();
            if (status.connection().state() != State.ONLINE) {
                Duration since = Duration.between(status.connection().since(), clock.instant());
                return uplink.name() + " is " + state(status) + " for " + Plain.duration(since) + ": "
                        + Plain.text(status.connection().detail());
            }
            if (status.deadLetters() > 0) {
                return uplink.name() + " has " + Plain.count(status.deadLetters(), "dead letter")
                        + ". See them: aiot:uplink-dead-letters " + uplink.name();
            }
        }
        return Plain.count(uplinks.size(), "destination") + ", all online.";
    }
}
