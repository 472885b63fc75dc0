// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import io.ganglion.itests.harness.Login;
import java.io.IOException;

/** A process that takes messages from a broker, its own or another, and may answer. Closed, it is gone. */
interface Contender extends AutoCloseable {

    /** The broker's port on loopback. */
    int port();

    /** Who publishes. */
    Login publisher();

    /** Who reads the answers. */
    Login reader();

    /** Where a device publishes. */
    String topic(String device);

    /** A filter for what comes back: one message for each that was sent, or one for each that was refused. */
    String answers();

    /** Whether every message is answered; otherwise an empty one is refused, and that is an answer. */
    boolean answersAll();

    /** The process whose CPU time counts. */
    long pid();

    /** How many good messages it says it has dealt with; -1 where only its answers tell. */
    long dealtWith() throws IOException;

    @Override
    void close() throws IOException;
}
