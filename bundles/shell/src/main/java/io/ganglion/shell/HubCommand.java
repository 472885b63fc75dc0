// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the commands on registered models have in common. */
abstract class HubCommand extends NodeCommand {

    static Hub hub(Services node) throws CommandFailure {
        return need(node, Hub.class, "io.ganglion.hub");
    }

    /** Who gives the command: the user of this session. */
    String user() {
        Object user = session == null ? null : session.get("USER");
        return user == null ? "operator" : user.toString();
    }

    /** A registered model by {@code NAME@VERSION}, or by its name where it has one version. */
    static ModelRecord registered(Hub hub, String reference) throws CommandFailure {
        List<ModelRecord> all = asked(hub::list);
        List<ModelRecord> found = all.stream()
                .filter(record -> record.id().toString().equals(reference)
                        || record.id().name().equals(reference))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (!found.isEmpty()) {
            throw new CommandFailure("which version of " + reference + "? There are: "
                    + String.join(
                            ", ",
                            found.stream().map(record -> record.id().toString()).toList()));
        }
        throw new CommandFailure(Near.miss(
                "registered model",
                reference,
                all.stream()
                        .flatMap(record -> reference.contains("@")
                                ? Stream.of(record.id().toString())
                                : Stream.of(record.id().name()))
                        .toList()));
    }

    /** A question or an order to the hub. */
    @FunctionalInterface
    interface Order<T> {
        T give() throws IOException;
    }

    /** What came of it; the hub's refusal is a sentence, not a defect. */
    static <T> T asked(Order<T> order) throws CommandFailure {
        try {
            return order.give();
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new CommandFailure(Plain.text(String.valueOf(e.getMessage())));
        }
    }

    static String stage(ModelRecord record) {
        return record.stage().name().toLowerCase(Locale.ROOT);
    }

    /** The closing fact, or all facts as JSON. */
    static void answer(boolean json, Map<String, Object> facts, String closing, PrintStream out) {
        out.println(json ? Json.pretty(facts) : closing);
    }
}
