// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A step of the fast road behind the contract. Registered as a service; stages run in descending
 * {@code service.ranking}. A stage that comes or goes takes effect between two micro-batches.
 */
@ConsumerType
public interface Stage {

    /** Role of the stage, for counters and the shell, for example {@code inference}. */
    String name();

    /** How many rows of a device this stage looks back, itself included; at least 1. Asked again for every batch. */
    int rows();

    /** Opens the stage for one partition. The operator is called by that partition's thread alone. */
    Operator open(int partition);

    /** The work and the keyed state of one partition: no clock, no threads, no I/O inside. */
    @ConsumerType
    interface Operator extends AutoCloseable {

        /** Takes the newest observation of one device. The window is valid during this call only. */
        void take(Window window);

        /** Ends the micro-batch: emits what came of the observations taken, in that order. */
        void flush(Consumer<Insight> insights);

        /** Takes note of an insight that a stage before this one emitted, before this one is flushed. */
        default void note(Insight insight) {}

        @Override
        void close();
    }
}
