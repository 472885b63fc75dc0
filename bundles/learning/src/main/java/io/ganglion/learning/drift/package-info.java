// SPDX-License-Identifier: Apache-2.0
/**
 * Whether devices still are what the models learned: detectors from the papers, and the stage that asks them about every
 * device's inputs and score.
 *
 * <p>The detectors believe that samples are independent. Telemetry is not, so they are fed with means of blocks that are
 * as long as the device's own memory, and none of them is believed alone. Runs on nodes without Deeplearning4j.
 */
package io.ganglion.learning.drift;
