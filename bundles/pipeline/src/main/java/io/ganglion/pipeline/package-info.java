// SPDX-License-Identifier: Apache-2.0
/**
 * Intake, partitions, back-pressure, quarantine, windows and the order of stages. No protocol and no neural network.
 */
package io.ganglion.pipeline;
