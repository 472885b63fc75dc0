// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the sensors of the machine that the node runs on, and makes synthetic hosts to train on. What it reads is not
 * judged here.
 */
package io.ganglion.driver.host;
