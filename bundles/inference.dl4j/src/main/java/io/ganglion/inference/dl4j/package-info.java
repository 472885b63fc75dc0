// SPDX-License-Identifier: Apache-2.0
/**
 * Deeplearning4j as an engine: the reference that compiled networks are held against, and the one that runs what does
 * not compile. It neither finds models nor knows what a score is.
 */
package io.ganglion.inference.dl4j;
