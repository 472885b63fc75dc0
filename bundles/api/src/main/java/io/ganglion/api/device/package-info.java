// SPDX-License-Identifier: Apache-2.0
/**
 * The plant side of a node: what a driver delivers, how it is doing, and which devices have been heard.
 *
 * <p>Here live bytes and state. Whether the bytes are any good is not decided here: that is {@code contract}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.device;
