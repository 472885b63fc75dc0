// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.contract.Rejection;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What the contracts refused: newest first, or by trouble. */
@Service
@Command(
        scope = "aiot",
        name = "quarantine-list",
        description = "Payloads that the contracts refused, newest first, or by trouble with --group")
public final class QuarantineList extends QuarantineCommand {
    @Option(name = "-n", description = "How many at most", valueToShowInHelp = "20")
    int limit = 20;

    @Option(name = "--group", description = "By contract, reason and path, with how many there are")
    boolean grouped;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Quarantine quarantine = quarantine(node);
        if (limit < 1) {
            throw new CommandFailure("-n must be at least 1: " + limit);
        }
        Selection selection = selection(quarantine);
        if (grouped) {
            List<Group> groups = quarantine.groups(selection);
            show(table(groups.subList(0, Math.min(limit, groups.size()))), json, closing(quarantine, groups), out);
        } else {
            List<QuarantinedPayload> newest = quarantine.list(selection, limit);
            show(table(newest, this), json, closing(quarantine, selection, newest), out);
        }
    }

    private static Listing table(List<QuarantinedPayload> newest, NodeCommand command) {
        Listing listing = new Listing("Id", "Received", "Device", "Contract", "Reason", "Path", "Bytes", "Why");
        for (QuarantinedPayload refused : newest) {
            Rejection rejection = refused.rejection();
            listing.add(
                    summary(refused),
                    refused.id(),
                    command.ago(Facts.instant(refused.payload().receivedAt())),
                    refused.payload().device(),
                    rejection.contract(),
                    rejection.reason(),
                    Plain.cut(rejection.path(), 40),
                    refused.bytes(),
                    Plain.cut(rejection.message(), 80));
        }
        return listing;
    }

    static Map<String, Object> summary(QuarantinedPayload refused) {
        Rejection rejection = refused.rejection();
        return Listing.fact(
                "id", refused.id(),
                "receivedAt", Facts.instant(refused.payload().receivedAt()).toString(),
                "device", refused.payload().device(),
                "driver", refused.payload().driver(),
                "topic", refused.payload().topic(),
                "contract", rejection.contract(),
                "reason", rejection.reason().name(),
                "path", rejection.path(),
                "message", rejection.message(),
                "offset", rejection.offset(),
                "bytes", refused.bytes());
    }

    private static String closing(Quarantine quarantine, Selection selection, List<QuarantinedPayload> newest) {
        if (newest.isEmpty()) {
            return (selection.equals(Selection.ALL)
                            ? "Nothing is in quarantine."
                            : "None of this kind is in quarantine.")
                    + expired(quarantine);
        }
        return Plain.count(quarantine.size(), "payload") + " in quarantine, " + newest.size()
                + " shown." + expired(quarantine) + " One with its offending spot: aiot:quarantine-show "
                + newest.get(0).id();
    }

    private static String closing(Quarantine quarantine, List<Group> groups) {
        if (groups.isEmpty()) {
            return "None of this kind is in quarantine." + expired(quarantine);
        }
        long count = groups.stream().mapToLong(Group::count).sum();
        return Plain.count(count, "payload") + " with " + Plain.count(groups.size(), "kind") + " of trouble."
                + expired(quarantine) + " After a fix: aiot:quarantine-replay --group "
                + groups.get(0).example();
    }

    private static String expired(Quarantine quarantine) {
        long gone = quarantine.expired();
        return gone == 0
                ? ""
                : " " + Plain.count(gone, "payload")
                        + " had to go for their age or for want of room: quarantine_days and quarantine_bytes of"
                        + " io.ganglion.pipeline.";
    }
}
