// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import java.time.Duration;
import java.util.Optional;

/** A maintenance system did not do what it was asked. The message says what it answered, and the next step. */
public final class MaintenanceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean again;
    private final transient Optional<Duration> after;

    private MaintenanceException(String message, Throwable cause, boolean again, Optional<Duration> after) {
        super(message, cause);
        this.again = again;
        this.after = after;
    }

    /** Away, slow or busy: the same call may do later. */
    public static MaintenanceException later(String message, Throwable cause) {
        return new MaintenanceException(message, cause, true, Optional.empty());
    }

    /** Busy, and it said for how long. */
    public static MaintenanceException later(String message, Duration after) {
        return new MaintenanceException(message, null, true, Optional.of(after));
    }

    /** It refuses: the same call will not do until somebody changes something. */
    public static MaintenanceException refused(String message) {
        return new MaintenanceException(message, null, false, Optional.empty());
    }

    /** Whether the same call may do later. */
    public boolean again() {
        return again;
    }

    /** How long the system asks to be left alone. */
    public Optional<Duration> after() {
        return after == null ? Optional.empty() : after;
    }
}
