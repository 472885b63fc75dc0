// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the sensors of the machine that the node runs on.
 */
package io.ganglion.driver.host;
