// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Plain;
import io.ganglion.shell.print.Spot;
import java.io.PrintStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** One refused payload, with the spot that offended. */
@Service
@Command(scope = "aiot", name = "quarantine-show", description = "One refused payload, with the offending spot marked")
public final class QuarantineShow extends NodeCommand {
    @Argument(index = 0, name = "ID", required = true, description = "As in quarantine-list")
    @Completion(QuarantineCompleter.class)
    String id;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON, with the whole body")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Quarantine quarantine = need(node, Quarantine.class, "io.ganglion.pipeline");
        QuarantinedPayload refused = QuarantineCommand.entry(quarantine, id);
        if (json) {
            Map<String, Object> fact = QuarantineList.summary(refused);
            fact.put("mediaType", refused.payload().mediaType());
            fact.put("body", new String(refused.payload().body(), UTF_8));
            fact.put(
                    "bodyBase64",
                    Base64.getEncoder().encodeToString(refused.payload().body()));
            out.println(Json.pretty(fact));
        } else {
            print(refused, out);
        }
    }

    private static void print(QuarantinedPayload refused, PrintStream out) {
        Payload payload = refused.payload();
        out.println("Payload " + refused.id() + " of " + Plain.text(payload.device()) + ", " + refused.bytes()
                + " bytes, received " + Facts.instant(payload.receivedAt()) + " by " + Plain.text(payload.driver())
                + " on " + Plain.text(payload.topic()));
        out.println("Refused by " + Plain.text(refused.rejection().contract()) + ": "
                + refused.rejection().reason()
                + (refused.rejection().path().isEmpty()
                        ? ""
                        : " at " + Plain.text(refused.rejection().path())));
        out.println(Plain.text(refused.rejection().message()));
        out.println();
        out.println(Spot.mark(payload.body(), refused.rejection().offset()));
        out.println();
        if (payload.body().length < refused.bytes()) {
            out.println("Only its first " + payload.body().length + " bytes are kept.");
        }
        out.println("Try a repaired copy: aiot:contract-check FILE --contract " + Plain.text(payload.contract())
                + ". After a fix of the contract: aiot:quarantine-replay " + refused.id() + ", or --group "
                + refused.id()
                + " for all with this trouble");
    }
}
