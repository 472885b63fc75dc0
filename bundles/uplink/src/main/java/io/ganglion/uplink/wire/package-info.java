// SPDX-License-Identifier: Apache-2.0
/** One MQTT connection, whichever version: what is sent, what was answered, and why it ended. */
package io.ganglion.uplink.wire;
