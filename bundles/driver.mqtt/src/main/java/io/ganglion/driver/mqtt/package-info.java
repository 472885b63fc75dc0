// SPDX-License-Identifier: Apache-2.0
/**
 * Reads from MQTT brokers elsewhere. A message is acknowledged when the node has answered for it, not when it arrives;
 * a broker that is gone is state, not an error. What is read is not judged here.
 */
package io.ganglion.driver.mqtt;
