// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.process;

/**
 * How a trainer's process ended.
 *
 * @param made whether it says that it made something
 * @param explanation why not, with the next step; what it said otherwise
 * @param seconds on the clock
 * @param cpuSeconds processor time, as last seen
 * @param peakMb the most memory that it had in RAM, as last seen, MB; 0 where the system does not say
 */
public record TrainerEnd(boolean made, String explanation, double seconds, double cpuSeconds, long peakMb) {}
