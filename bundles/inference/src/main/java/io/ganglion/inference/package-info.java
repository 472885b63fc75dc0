// SPDX-License-Identifier: Apache-2.0
/**
 * Finds model bundles, compiles networks, scores. It neither trains nor decides what is approved.
 */
package io.ganglion.inference;
