// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.model.ModelId;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Records what somebody found. */
@Service
@Command(scope = "aiot", name = "label-add", description = "Records what was found about a device over a time")
public final class LabelAdd extends NodeCommand {
    @Argument(index = 0, name = "CONTRACT", required = true, description = "The contract's name")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "DEVICE", required = true, description = "The device's name at this site")
    @Completion(DeviceCompleter.class)
    String device;

    @Argument(
            index = 2,
            name = "FINDING",
            required = true,
            description = "confirmed, refuted, other-fault, missed or maintenance")
    @Completion(
            value = StringsCompleter.class,
            values = {"confirmed", "refuted", "other-fault", "missed", "maintenance"})
    String finding;

    @Argument(index = 3, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--from", description = "RFC 3339, or so long ago: -2h", valueToShowInHelp = "-1h")
    String from = "-1h";

    @Option(name = "--to", description = "RFC 3339, now, or so long ago", valueToShowInHelp = "now")
    String to = "now";

    @Option(name = "--cause", description = "The root cause in the site's words")
    String cause = "";

    @Option(name = "--model", description = "Whose alert it answers: NAME@VERSION")
    @Completion(ModelCompleter.class)
    String model;

    @Option(name = "--by", description = "Who found it", valueToShowInHelp = "who is logged in")
    String by;

    @Option(name = "--id", description = "Of the label that this one corrects", valueToShowInHelp = "a new one")
    String id;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Labels labels = need(node, Labels.class, "io.ganglion.feedback");
        Label label = label();
        try {
            labels.add(label);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage());
        }
        out.println(
                json
                        ? Json.pretty(LabelList.fact(label))
                        : "Label " + label.id() + " is kept: " + Plain.text(device) + " "
                                + LabelList.word(label.finding()) + " from " + label.from() + " to " + label.to()
                                + ". Correct it: the same with --id " + label.id());
    }

    private Label label() throws CommandFailure {
        Instant now = clock.instant();
        try {
            return new Label(
                    id == null ? UUID.randomUUID().toString() : id,
                    contract,
                    device,
                    Facts.instant(When.parse("--from", from, now)),
                    Facts.instant(When.parse("--to", to, now)),
                    found(),
                    cause,
                    Optional.ofNullable(model).map(ModelId::parse),
                    by == null ? whoAsks() : by,
                    now);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private Finding found() throws CommandFailure {
        String wanted = finding.toLowerCase(Locale.ROOT);
        if (!LabelList.words().contains(wanted)) {
            throw new CommandFailure(Near.miss("finding", finding, LabelList.words()));
        }
        return Finding.valueOf(wanted.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private String whoAsks() {
        Object user = session == null ? null : session.get("USER");
        return user == null ? "operator" : user.toString();
    }
}
