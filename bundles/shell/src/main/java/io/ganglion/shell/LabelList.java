// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What people found. */
@Service
@Command(scope = "aiot", name = "label-list", description = "What people found about the devices of a contract")
public final class LabelList extends NodeCommand {
    @Argument(index = 0, name = "CONTRACT", required = true, description = "The contract's name")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--device", description = "One device alone")
    @Completion(DeviceCompleter.class)
    String device = "";

    @Option(name = "--from", description = "RFC 3339, or so long ago: -7d")
    String from;

    @Option(name = "--to", description = "RFC 3339, now, or so long ago")
    String to;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Labels labels = need(node, Labels.class, "io.ganglion.feedback");
        Instant first = from == null ? Instant.MIN : Facts.instant(When.parse("--from", from, clock.instant()));
        Instant last = to == null ? Instant.MAX : Facts.instant(When.parse("--to", to, clock.instant()));
        List<Label> found = labels.list(contract, device, first, last);
        Listing listing = new Listing("Device", "From", "To", "Finding", "Cause", "Model", "By", "Id");
        for (Label label : found) {
            listing.add(
                    fact(label),
                    label.device(),
                    label.from(),
                    label.to(),
                    word(label.finding()),
                    label.cause(),
                    label.model().map(Object::toString).orElse("-"),
                    label.by(),
                    label.id());
        }
        show(listing, json, closing(found), out);
    }

    static Map<String, Object> fact(Label label) {
        return Listing.fact(
                "id", label.id(),
                "contract", label.contract(),
                "device", label.device(),
                "from", label.from().toString(),
                "to", label.to().toString(),
                "finding", word(label.finding()),
                "cause", label.cause(),
                "model", label.model().map(Object::toString).orElse(null),
                "by", label.by(),
                "at", label.at().toString());
    }

    /** {@code other-fault}. */
    static String word(Label.Finding finding) {
        return finding.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Label.Finding finding : Label.Finding.values()) {
            words.add(word(finding));
        }
        return words;
    }

    private String closing(List<Label> found) {
        return found.isEmpty()
                ? "No label for " + Plain.text(contract)
                        + " then. One more: aiot:label-add " + Plain.text(contract)
                        + " DEVICE FINDING --from -1h --to now"
                : Plain.count(found.size(), "label") + ".";
    }
}
