// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements beside baselines, in the same run. A figure without its baseline means nothing on a shared machine.
 */
package io.ganglion.bench;
