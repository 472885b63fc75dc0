// SPDX-License-Identifier: Apache-2.0
/**
 * What changes, told as it changes: server-sent events. Computed once for all who listen, and only while anybody does. No
 * listener holds up another, or the node: one that reads too slowly is let go, and comes again.
 */
package io.ganglion.console.live;
