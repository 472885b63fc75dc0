// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.contract.Rejection;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What the contracts refused, newest first. */
@Service
@Command(scope = "aiot", name = "quarantine-list", description = "Payloads that the contracts refused, newest first")
public final class QuarantineList extends NodeCommand {
    @Option(name = "-n", description = "How many at most", valueToShowInHelp = "20")
    int limit = 20;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Quarantine quarantine = need(node, Quarantine.class, "io.ganglion.pipeline");
        if (limit < 1) {
            throw new CommandFailure("-n must be at least 1: " + limit);
        }
        List<QuarantinedPayload> newest = quarantine.list(limit);
        Listing listing = new Listing("Id", "Received", "Device", "Contract", "Reason", "Path", "Bytes", "Why");
        for (QuarantinedPayload refused : newest) {
            Rejection rejection = refused.rejection();
            listing.add(
                    summary(refused),
                    refused.id(),
                    ago(Facts.instant(refused.payload().receivedAt())),
                    refused.payload().device(),
                    rejection.contract(),
                    rejection.reason(),
                    Plain.cut(rejection.path(), 40),
                    refused.bytes(),
                    Plain.cut(rejection.message(), 80));
        }
        show(listing, json, closing(quarantine.size(), newest), out);
    }

    static Map<String, Object> summary(QuarantinedPayload refused) {
        Rejection rejection = refused.rejection();
        return fact(
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

    private static String closing(long size, List<QuarantinedPayload> newest) {
        if (newest.isEmpty()) {
            return "Nothing is in quarantine.";
        }
        return Plain.count(size, "payload") + " in quarantine, " + newest.size()
                + " shown. One with its offending spot: aiot:quarantine-show "
                + newest.get(0).id();
    }
}
