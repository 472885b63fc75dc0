// SPDX-License-Identifier: Apache-2.0
/**
 * The other end: envelopes and messages of uplinks elsewhere, each taken once, answered for when this node answers for
 * what is in them.
 */
package io.ganglion.uplink.receive;
