// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import io.ganglion.shell.print.Near;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The way back. */
@Service
@Command(
        scope = "aiot",
        name = "model-rollback",
        description = "Gives a contract back to the champion before, which is still warm; trials end")
public final class ModelRollback extends NodeCommand {
    @Argument(index = 0, name = "CONTRACT", required = true, description = "The contract's name")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--reason", description = "Why, for the record")
    String reason = "by hand";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Router router = Routing.router(node);
        List<String> known = router.plans().stream().map(RoutePlan::contract).toList();
        if (!known.contains(contract)) {
            throw new CommandFailure(Near.miss("contract with a route", contract, known));
        }
        Routing.show(Routing.attempt(() -> router.rollBack(contract, by(), reason)), json, out);
    }
}
