// SPDX-License-Identifier: Apache-2.0
/**
 * Carries on what the node kept, to a broker or node elsewhere. What is worth sending is policy; what was acknowledged is
 * forgotten, and nothing else.
 */
package io.ganglion.uplink;
