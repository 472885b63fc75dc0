// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.feedback.Severity;

/**
 * One device's part in an episode, as it is kept.
 *
 * @param from time of its first anomalous observation, nanoseconds since the epoch
 * @param seen time of the newest observation that is known
 * @param rows anomalous ones
 * @param score highest share of score over threshold
 * @param to when it was well again; 0 while it is not
 */
public record Spell(long from, long seen, long rows, double score, Severity severity, long to) {}
