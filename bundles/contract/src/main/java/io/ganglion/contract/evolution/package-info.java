// SPDX-License-Identifier: Apache-2.0
/**
 * Holds two JSON Schemas beside each other and says in words what differs, and in which direction. Sound rather than
 * complete: what it cannot prove harmless counts as breaking. Knows no contract, no bundle and no node.
 */
package io.ganglion.contract.evolution;
