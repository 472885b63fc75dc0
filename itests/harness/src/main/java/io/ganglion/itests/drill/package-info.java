// SPDX-License-Identifier: Apache-2.0
/**
 * Drills: the promises of a node, tried on a real one. A story runs a short one in the build; a person runs as many
 * rounds as it takes to be convinced.
 */
package io.ganglion.itests.drill;
