// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.feedback.keep.Books;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.keep.Sheet;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Makes labels of verdicts. The verdict and the label that is due stand in one transaction; the label goes to its log right
 * after, and again until it is there: a label with the same id does no harm.
 */
public final class LabelDesk {
    private final Ledger ledger;
    private final Labels labels;

    public LabelDesk(Ledger ledger, Labels labels) {
        this.ledger = ledger;
        this.labels = labels;
    }

    void due(Sheet sheet, Resolution verdict, String by, Instant now, Books books) throws SQLException {
        // An episode that goes on is labelled up to the end of the work: what comes after is another matter.
        Instant end = sheet.to().or(() -> sheet.order().resolved()).orElse(now);
        Instant to = end.isAfter(sheet.from()) ? end : sheet.from().plusSeconds(1);
        String id = Course.label(sheet);
        for (String device : sheet.devices()) {
            books.labelDue(new Label(
                    device.equals(sheet.order().device()) ? id : id + "-" + device,
                    sheet.order().contract(),
                    device,
                    sheet.from(),
                    to,
                    verdict.finding(),
                    verdict.cause(),
                    sheet.model(),
                    by,
                    now));
        }
    }

    /**
     * Brings what is due into the log.
     *
     * @throws IllegalStateException where the log's disk refuses; it stays due
     */
    public void deliver() {
        List<Label> due = ledger.act(Books::labelsDue);
        for (Label label : due) {
            labels.add(label);
            ledger.act(books -> {
                books.labelled(label);
                return null;
            });
        }
    }

    /** Now if it can be; the next round does it otherwise. */
    void deliverSoon() {
        try {
            deliver();
        } catch (IllegalStateException | UncheckedIOException e) {
            org.slf4j.LoggerFactory.getLogger(LabelDesk.class).warn("A label waits: {}", e.getMessage());
        }
    }
}
