// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded MQTT broker. It does nothing that a real external broker would not do.
 */
package io.ganglion.broker;
