// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.job;

/** What people said of a row. Rows of maintenance are not in a training file at all. */
public enum Mark {
    /** Nobody said anything: it counts as healthy. */
    HEALTHY,
    /** An alert on it was refuted: it is healthy, and the champion thought otherwise. */
    REFUTED,
    /** Something was wrong: never learned from, but a candidate should notice it. */
    FAULT
}
