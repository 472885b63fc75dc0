// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import io.ganglion.shell.print.Spot;
import io.ganglion.shell.print.Units;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Holds a payload in a file against a contract, as if a device had sent it. Fails where the contract refuses it. */
@Service
@Command(scope = "aiot", name = "contract-check", description = "Holds the payload in a file against a contract")
public final class ContractCheck extends NodeCommand {
    /** More than any node takes, so that the decoder itself says that it is too large. */
    private static final int BYTES_LIMIT = 16 << 20;

    @Argument(index = 0, name = "FILE", required = true, description = "Path of the payload, on the node's machine")
    @Completion(FileCompleter.class)
    String file;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(
            name = "--contract",
            description = "The contract's name, with @MAJOR for one major version; else the payload's own type")
    @Completion(ContractCompleter.class)
    String contract;

    @Option(
            name = "--media",
            description = "The media type, for example application/senml+cbor; else the first bytes tell")
    String media = "";

    @Option(name = "--device", description = "The device's name; else the last part of the payload's own id")
    String device;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Contracts contracts = need(node, Contracts.class, "io.ganglion.contract");
        byte[] body = read();
        Claim claim = Claim.of(body);
        String name = contract != null ? contract : claim.type();
        List<String> known =
                contracts.list().stream().map(ContractStatus::name).distinct().toList();
        if (!Payload.isName(name)) {
            throw new CommandFailure("the payload does not say its type; name the contract: aiot:contract-check " + file
                    + " --contract " + (known.isEmpty() ? "NAME" : known.get(0)));
        }
        if (contract != null && !known.contains(contract.replaceFirst("@\\d+$", ""))) {
            throw new CommandFailure(Near.miss("contract", contract, known));
        }
        String sender = device != null ? device : claim.device();
        if (!Payload.isName(sender)) {
            throw new CommandFailure("no name of a device: " + Plain.text(sender));
        }
        Instant now = clock.instant();
        long receivedAt = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        Payload payload = new Payload("shell", name, sender, file, media, body, receivedAt);
        Verdict verdict = contracts.newDecoder().decode(payload);
        if (verdict instanceof Rejection rejection) {
            refuse(rejection, body, out);
        } else if (verdict instanceof Observations observations) {
            acceptAll(observations.rows(), out);
        } else {
            accept((Observation) verdict, out);
        }
    }

    private byte[] read() throws CommandFailure {
        Path path = Path.of(file).toAbsolutePath();
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(BYTES_LIMIT);
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + path + " on the node's machine: "
                    + e.getClass().getSimpleName() + ". Give the whole path.");
        }
    }

    /** Every row as JSON; the newest as a table. */
    private void acceptAll(List<Observation> rows, PrintStream out) {
        if (json) {
            Map<String, Object> fact = fact("accepted", true);
            fact.put("rows", rows.stream().map(Facts::of).toList());
            out.println(Json.pretty(fact));
            return;
        }
        accept(rows.get(rows.size() - 1), out);
        out.println("The newest of " + rows.size() + " rows; all of them with --json.");
    }

    private void accept(Observation observation, PrintStream out) {
        if (json) {
            Map<String, Object> fact = fact("accepted", true);
            fact.putAll(Facts.of(observation));
            out.println(Json.pretty(fact));
            return;
        }
        Listing listing = new Listing("Attribute", "Value", "Unit", "Range", "Quality");
        for (int i = 0; i < observation.values().length; i++) {
            Attribute attribute = observation.contract().attributes().get(i);
            listing.add(
                    Map.of(),
                    attribute.name(),
                    Plain.number(observation.values()[i]),
                    Units.symbol(attribute.unitCode()),
                    Plain.number(attribute.minimum()) + " to " + Plain.number(attribute.maximum()),
                    observation.isGood(i) ? "good" : "absent");
        }
        listing.print(out);
        out.println("Accepted: " + Plain.text(observation.entity()) + " at " + Facts.instant(observation.time())
                + " keeps " + observation.contract().reference() + ".");
    }

    private void refuse(Rejection rejection, byte[] body, PrintStream out) throws CommandFailure {
        String where = rejection.path().isEmpty() ? "" : " at " + Plain.text(rejection.path());
        if (json) {
            out.println(Json.pretty(fact(
                    "accepted", false,
                    "contract", rejection.contract(),
                    "reason", rejection.reason().name(),
                    "path", rejection.path(),
                    "message", rejection.message(),
                    "offset", rejection.offset())));
        } else {
            out.println(Spot.mark(body, rejection.offset()));
            out.println();
        }
        throw new CommandFailure("refused by " + Plain.text(rejection.contract()) + ": " + rejection.reason() + where
                + ": " + Plain.text(rejection.message()));
    }
}
