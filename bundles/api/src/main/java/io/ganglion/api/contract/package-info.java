// SPDX-License-Identifier: Apache-2.0
/**
 * What a device promised to send, and what became of it: a contract, an observation in its attribute order, or a
 * rejection that says why and where.
 *
 * <p>Nothing here knows a transport, a store or a model.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.contract;
