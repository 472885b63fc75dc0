// SPDX-License-Identifier: Apache-2.0
/**
 * From the journal to the wire: what waits, what is in flight, what was answered, what was refused. One thread a
 * destination does it all; Paho's threads only leave word.
 */
package io.ganglion.uplink.carry;
