// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

/**
 * What arrived.
 *
 * @param number the packet's, for {@link Line#acknowledge}; 0 at QoS 0
 * @param id the user property of this name; empty where there is none
 */
public record Incoming(int number, String topic, byte[] body, String id, boolean replayed) {}
