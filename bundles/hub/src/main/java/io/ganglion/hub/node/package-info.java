// SPDX-License-Identifier: Apache-2.0
/** What the hub does on the node it runs on: bundles that are here, bundles to bring in, the router's decisions. */
package io.ganglion.hub.node;
