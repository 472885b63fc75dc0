// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What the commands on work orders have in common. */
abstract class WorkOrderCommand extends NodeCommand {

    static WorkOrders desk(Services node) throws CommandFailure {
        return need(node, WorkOrders.class, "io.ganglion.feedback");
    }

    /** A question or an order to the desk. */
    @FunctionalInterface
    interface Order<T> {
        T give() throws CommandFailure;
    }

    /** What came of it; the desk's refusal is a sentence, not a defect. */
    static <T> T asked(Order<T> order) throws CommandFailure {
        try {
            return order.give();
        } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            throw new CommandFailure(Plain.text(String.valueOf(e.getMessage())));
        }
    }

    static Finding finding(String typed) throws CommandFailure {
        String wanted = typed.toLowerCase(Locale.ROOT);
        if (!LabelList.words().contains(wanted)) {
            throw new CommandFailure(Near.miss("finding", typed, LabelList.words()));
        }
        return Finding.valueOf(wanted.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static void answer(boolean json, WorkOrder order, String done, PrintStream out) {
        out.println(json ? Json.pretty(FeedbackFacts.of(order)) : done + " " + next(order));
    }

    /** What is to be done with it now. */
    static String next(WorkOrder order) {
        if (!order.trouble().isEmpty()) {
            return "Trouble: " + Plain.text(order.trouble());
        }
        return switch (order.state()) {
            case OPEN -> "Take it: aiot:work-order-acknowledge " + order.id();
            case ACKNOWLEDGED -> "When work begins: aiot:work-order-start " + order.id();
            case IN_PROGRESS -> "When it is done: aiot:work-order-resolve " + order.id()
                    + " confirmed|refuted|other-fault";
            case RESOLVED -> "Was the alert right? aiot:work-order-resolve " + order.id()
                    + " confirmed|refuted|other-fault";
            case CLOSED -> "Its label is " + order.label().orElse("on its way")
                    + ". What was wrong about it is corrected by the same command.";
        };
    }
}
