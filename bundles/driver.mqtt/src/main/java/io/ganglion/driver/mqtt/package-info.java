// SPDX-License-Identifier: Apache-2.0
/**
 * Reads from MQTT brokers elsewhere. What it reads is not judged here.
 */
package io.ganglion.driver.mqtt;
