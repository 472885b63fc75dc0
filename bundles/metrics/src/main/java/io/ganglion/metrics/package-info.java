// SPDX-License-Identifier: Apache-2.0
/**
 * What a node knows of itself, as Prometheus asks for it: gathered when somebody asks, from the services of the api, and
 * never on the fast road.
 */
package io.ganglion.metrics;
