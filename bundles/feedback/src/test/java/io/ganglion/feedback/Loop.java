// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Condition;
import io.ganglion.feedback.alert.AlertClerk;
import io.ganglion.feedback.alert.AlertPolicy;
import io.ganglion.feedback.alert.Policies;
import io.ganglion.feedback.alert.WatchStage;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.order.Desk;
import io.ganglion.feedback.order.LabelDesk;
import io.ganglion.feedback.sla.SlaBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/** The loop without a framework, on a folder: closed and opened again it is a node that restarted. */
public final class Loop implements AutoCloseable {
    public final LabelLog labels;
    public final Ledger ledger;
    public final LabelDesk labelDesk;
    public final Desk desk;
    public final AlertClerk clerk;
    public final SlaBoard board;
    public final Plant.Ear ear = new Plant.Ear();
    public final Stage.Operator operator;
    public volatile Policies policies;

    public Loop(Path folder, Plant.Hands clock, AlertPolicy... configured) throws IOException {
        this(folder, clock, () -> 0, configured);
    }

    public Loop(Path folder, Plant.Hands clock, IntSupplier maxPages, AlertPolicy... configured) throws IOException {
        policies = new Policies(List.of(configured));
        labels = new LabelLog(folder);
        ledger = new Ledger(folder, clock, maxPages);
        labelDesk = new LabelDesk(ledger, labels);
        desk = new Desk(ledger, labelDesk, Plant.WORDS, () -> policies, ear, clock, folder.resolve("photos"));
        clerk = new AlertClerk(ledger, labels, desk, () -> policies, ear, clock);
        board = new SlaBoard("plant1", ledger, () -> policies, ear, clock);
        operator = new WatchStage(() -> policies, clerk).open(0);
        clerk.start();
    }

    /** {@code x} is anomalous, {@code .} normal; one a second. */
    public Instant rows(String device, Instant from, String rows) {
        for (int i = 0; i < rows.length(); i++) {
            boolean sick = rows.charAt(i) == 'x';
            operator.note(Plant.insight(
                    device, sick ? Condition.ANOMALOUS : Condition.NORMAL, sick ? 3 : 1, from.plusSeconds(i), false));
        }
        return from.plusSeconds(rows.length());
    }

    @Override
    public void close() throws IOException {
        try {
            clerk.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ledger.close();
        labels.close();
    }
}
