// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;
import static java.util.stream.Collectors.joining;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What devices have promised to send. */
@Service
@Command(scope = "aiot", name = "contract-list", description = "Contracts that payloads are held against")
public final class ContractList extends NodeCommand {
    @Option(name = "--json", description = "As JSON, with every attribute")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        List<ContractStatus> contracts =
                need(node, Contracts.class, "io.ganglion.contract").list();
        Listing listing = new Listing("Contract", "Version", "State", "Devices", "Attributes", "Expected", "Bundle");
        Keepers keepers = Keepers.of(node);
        for (ContractStatus status : contracts) {
            listing.add(
                    summary(status, keepers.of(status)),
                    status.name(),
                    status.version(),
                    state(status),
                    status.state() == ContractStatus.State.SERVED
                            ? keepers.of(status).size()
                            : "-",
                    status.contract().map(ContractList::attributes).orElse("-"),
                    status.contract().map(ContractList::expected).orElse("-"),
                    status.origin());
        }
        show(listing, json, keepers.retirement(contracts) + closing(contracts), out);
    }

    private static Map<String, Object> summary(ContractStatus status, List<String> devices) {
        Map<String, Object> fact = fact(
                "contract", status.name(),
                "version", status.version().toString(),
                "state", state(status),
                "problem", status.problem(),
                "origin", status.origin());
        fact.put("devices", devices);
        status.contract().ifPresent(contract -> {
            fact.put("entityType", contract.entityType());
            fact.put("expectedPeriodMs", contract.expectedPeriod().toMillis());
            fact.put("attributes", contract.attributes().stream().map(Facts::of).toList());
            fact.put("texts", contract.texts());
        });
        return fact;
    }

    private static String state(ContractStatus status) {
        return status.state().name().toLowerCase(Locale.ROOT);
    }

    private static String attributes(Contract contract) {
        return contract.attributes().size() + " numbers, " + contract.texts().size() + " texts";
    }

    private static String expected(Contract contract) {
        Duration period = contract.expectedPeriod();
        return period.isZero() ? "on events" : "every " + Plain.duration(period);
    }

    private static String closing(List<ContractStatus> contracts) {
        if (contracts.isEmpty()) {
            return "No contract is installed, so every payload is refused. One comes as a feature: feature:install"
                    + " ganglion-contract-pump";
        }
        String refused = contracts.stream()
                .filter(status -> status.state() == ContractStatus.State.REFUSED)
                .map(status ->
                        status.name() + "@" + status.version() + " is refused: " + Plain.text(status.problem()) + "\n")
                .collect(joining());
        return refused + Plain.count(contracts.size(), "contract") + ". Try a payload: aiot:contract-check FILE";
    }
}
