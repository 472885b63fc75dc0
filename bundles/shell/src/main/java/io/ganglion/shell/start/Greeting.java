// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import io.ganglion.shell.Services;
import java.io.PrintStream;

/** What a demo says to whoever sits before it. */
final class Greeting {
    private final Services services;
    private final PrintStream out;

    Greeting(Services services, PrintStream out) {
        this.services = services;
        this.out = out;
    }

    void speak() {
        out.println("up");
    }
}
