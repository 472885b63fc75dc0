// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

/** How soon somebody should look, in ascending order. A use case says which alerts are which. */
public enum Severity {
    /** With the next round. */
    LOW,
    /** Within the shift. */
    MEDIUM,
    /** Now. */
    HIGH,
    /** Stop the machine. */
    CRITICAL
}
