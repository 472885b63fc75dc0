// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.flow.UplinkStatus;
import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Store;
import java.util.Collection;

/** What goes through the node, what it keeps, and who it is connected with. */
final class NodeFigures {
    private static final int REASONS = 100;

    private NodeFigures() {}

    static void node(Board board, Node node) {
        board.info("node", "This node", "node", node.name(), "site", node.site());
    }

    static void flow(Board board, Flow flow) {
        FlowCounters books = flow.counters();
        board.counter("flow_received_payloads", "Payloads that came in", books.received());
        board.counter("flow_accepted_payloads", "Payloads that a contract accepted", books.accepted());
        board.counter("flow_quarantined_payloads", "Payloads that were refused", books.quarantined());
        board.counter(
                "flow_pushed_back_payloads",
                "Payloads left with their sender because the node was busy",
                books.pushedBack());
        board.counter("flow_throttled_payloads", "Payloads of devices that sent more than they may", books.throttled());
        board.counter("flow_accepted_rows", "Observations in what was accepted", books.rows());
        board.counter("flow_scored_rows", "Observations that a model scored", books.scored());
        board.counter("flow_published_insights", "Insights that were told on", books.published());
        board.gauge("flow_in_flight_payloads", "Payloads taken in and not answered for yet", books.inFlight());
        board.gauge("flow_open", "Whether the door is open: 1, or 0 for a full disk and the like", up(flow.trouble()));
    }

    static void quarantine(Board board, Quarantine quarantine) {
        board.gauge("quarantine_entries", "Refused payloads that are kept now", quarantine.size());
        board.counter("quarantine_expired", "Refused payloads that had to go for age or room", quarantine.expired());
        String help = "Refused payloads that are kept now, by why";
        long listed = 0;
        for (Quarantine.Group group : quarantine.groups(Quarantine.Selection.ALL)) {
            // Paths are made by senders: they are not labels.
            if (listed++ < REASONS) {
                String reason = group.reason().name();
                board.add(
                        "quarantine_reason_entries",
                        help,
                        group.count(),
                        "contract",
                        group.contract(),
                        "reason",
                        reason);
            }
        }
    }

    static void store(Board board, Store store) {
        Store.Status status = store.status();
        board.gauge("store_rows", "Observations that are kept", status.rows());
        board.gauge("store_unsealed_rows", "Of them, those not in columns yet", status.unsealed());
        board.counter(
                "store_duplicate_rows", "Observations that came again and were not kept twice", status.duplicates());
        board.gauge("store_size_bytes", "What the history takes on the disk", status.bytes());
        board.gauge("store_up", "Whether the history takes what comes", up(status.trouble()));
    }

    static void uplinks(Board board, Collection<Uplink> uplinks) {
        for (Uplink uplink : uplinks) {
            UplinkStatus status = uplink.status();
            String name = uplink.name();
            board.gauge(
                    "uplink_up", "Whether a destination takes what is sent", up(status.connection()), "uplink", name);
            backlog(board, name, "observation", status.observations());
            backlog(board, name, "insight", status.insights());
            board.counter("uplink_sent_messages", "Messages that were acknowledged", status.sent(), "uplink", name);
            board.counter("uplink_resent_messages", "Messages sent once more", status.resent(), "uplink", name);
            board.counter("uplink_sent_bytes", "Bytes sent", status.bytes(), "uplink", name);
            board.gauge(
                    "uplink_dead_letters", "Messages that a destination refused", status.deadLetters(), "uplink", name);
        }
    }

    private static void backlog(Board board, String uplink, String kind, Journal.Backlog backlog) {
        board.gauge(
                "uplink_waiting_entries",
                "Entries not acknowledged yet",
                backlog.waiting(),
                "uplink",
                uplink,
                "kind",
                kind);
        board.counter(
                "uplink_lost_entries",
                "Entries that left for want of room",
                backlog.lost(),
                "uplink",
                uplink,
                "kind",
                kind);
    }

    static void drivers(Board board, Collection<Driver> drivers) {
        for (Driver driver : drivers) {
            DriverStatus status = driver.status();
            board.gauge("driver_up", "Whether a driver delivers", up(status), "driver", driver.name());
        }
    }

    private static double up(DriverStatus status) {
        return status.state() == State.ONLINE || status.state() == State.DEGRADED ? 1 : 0;
    }

    static double up(String trouble) {
        return trouble.isEmpty() ? 1 : 0;
    }
}
