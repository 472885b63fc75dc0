// SPDX-License-Identifier: Apache-2.0
/**
 * How a contract may change while devices send and models read: what differs between two versions, in words, and whom it
 * would break on this node.
 *
 * <p>Says what is; refusing is for whoever serves contracts.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.evolution;
