// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.WorkOrder;
import java.time.Duration;

/** Who wants to hear of it: the event bus and the broker. Each call is about something that is on the disk. */
public interface News {

    /** An episode began, or is over. */
    void alert(Alert alert);

    /** A work order came or changed. */
    void order(WorkOrder order);

    /** A target was missed. */
    void breach(WorkOrder order, Span span, Duration target);

    /** Nobody. */
    News NONE = new News() {
        @Override
        public void alert(Alert alert) {}

        @Override
        public void order(WorkOrder order) {}

        @Override
        public void breach(WorkOrder order, Span span, Duration target) {}
    };
}
