// SPDX-License-Identifier: Apache-2.0
/**
 * What thinks: models, the engines that run them, the routes that choose one, and the insights that come out.
 *
 * <p>No training, and no neural-network library type.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.model;
