// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;

/** A question about part of the quarantine. What says which part, and how names that nobody has are answered. */
abstract class QuarantineCommand extends NodeCommand {
    private static final int NEWEST = 200;

    @Option(name = "--contract", description = "Only what claims this contract")
    @Completion(QuarantineCompleter.Contracts.class)
    String contract;

    @Option(name = "--reason", description = "Only what was refused for this reason")
    @Completion(QuarantineCompleter.Reasons.class)
    String reason;

    @Option(name = "--device", description = "Only what this device sent")
    @Completion(QuarantineCompleter.Devices.class)
    String device;

    @Option(name = "--since", description = "Only what came since: 30min, 2h, 7d, or 2026-11-22T15:00:00Z")
    String since;

    static Quarantine quarantine(Services node) throws CommandFailure {
        return need(node, Quarantine.class, "io.ganglion.pipeline");
    }

    /** What the options select; a name that nothing in quarantine has is a failure that names the near ones. */
    final Selection selection(Quarantine quarantine) throws CommandFailure {
        List<Group> groups = contract == null ? List.of() : quarantine.groups(Selection.ALL);
        if (contract != null
                && groups.stream().noneMatch(group -> group.contract().equals(contract))) {
            throw miss("contract in quarantine", contract, groups.stream().map(Group::contract));
        }
        Selection selection = new Selection(
                OptionalLong.empty(),
                reason(),
                Optional.empty(),
                Optional.ofNullable(contract),
                Optional.ofNullable(device),
                since());
        if (device != null && quarantine.list(selection, 1).isEmpty()) {
            throw miss(
                    "device in quarantine",
                    device,
                    quarantine.list(NEWEST).stream()
                            .map(refused -> refused.payload().device()));
        }
        return selection;
    }

    private Optional<Reason> reason() throws CommandFailure {
        if (reason == null) {
            return Optional.empty();
        }
        Collection<String> known =
                Arrays.stream(Reason.values()).map(Reason::name).toList();
        String wanted = reason.toUpperCase(Locale.ROOT).replace('-', '_');
        if (!known.contains(wanted)) {
            throw new CommandFailure(Near.miss("reason", reason, known));
        }
        return Optional.of(Reason.valueOf(wanted));
    }

    private Optional<Instant> since() throws CommandFailure {
        if (since == null) {
            return Optional.empty();
        }
        try {
            String text = since.toLowerCase(Locale.ROOT);
            if (!text.matches("[0-9]{1,6} ?(s|min|h|d)")) {
                return Optional.of(Instant.parse(since));
            }
            long number = Long.parseLong(text.replaceAll("[^0-9]", ""));
            Duration back = text.endsWith("s")
                    ? Duration.ofSeconds(number)
                    : text.endsWith("n")
                            ? Duration.ofMinutes(number)
                            : text.endsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number);
            return Optional.of(clock.instant().minus(back));
        } catch (DateTimeParseException e) {
            throw new CommandFailure("--since takes 30min, 2h, 7d or 2026-11-22T15:00:00Z: " + since);
        }
    }

    /** One entry by what was typed, or a failure that names those that are there. */
    static QuarantinedPayload entry(Quarantine quarantine, String typed) throws CommandFailure {
        Optional<QuarantinedPayload> found = Optional.empty();
        try {
            found = quarantine.find(Long.parseLong(typed));
        } catch (NumberFormatException e) {
            // Answered like a number that there is not.
        }
        return found.orElseThrow(() -> miss(
                "quarantined payload",
                typed,
                quarantine.list(NEWEST).stream().map(refused -> Long.toString(refused.id()))));
    }

    /** All that have the same trouble as an entry. */
    static Selection group(Quarantine quarantine, String typed) throws CommandFailure {
        QuarantinedPayload example = entry(quarantine, typed);
        return Selection.group(
                example.payload().contract(),
                example.rejection().reason(),
                example.rejection().path());
    }

    private static CommandFailure miss(String what, String typed, Stream<String> known) {
        return new CommandFailure(Near.miss(what, typed, known.distinct().toList()));
    }

    /** Groups as a table, or nothing where there is none. */
    final Listing table(List<Group> groups) {
        Listing listing =
                new Listing("Count", "Contract", "Reason", "Path", "Devices", "First", "Last", "Example", "Why");
        for (Group group : groups) {
            listing.add(
                    fact(group),
                    group.count(),
                    group.contract(),
                    group.reason(),
                    Plain.cut(group.path(), 40),
                    group.devices(),
                    ago(Facts.instant(group.first())),
                    ago(Facts.instant(group.last())),
                    group.example(),
                    Plain.cut(group.message(), 60));
        }
        return listing;
    }

    static Map<String, Object> fact(Group group) {
        return Listing.fact(
                "contract", group.contract(),
                "reason", group.reason().name(),
                "path", group.path(),
                "count", group.count(),
                "devices", group.devices(),
                "first", Facts.instant(group.first()).toString(),
                "last", Facts.instant(group.last()).toString(),
                "example", group.example(),
                "message", group.message());
    }

    @Override
    abstract void run(Services node, PrintStream out) throws CommandFailure;
}
