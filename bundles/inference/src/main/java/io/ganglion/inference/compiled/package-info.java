// SPDX-License-Identifier: Apache-2.0
/**
 * The compiled engine: reads a Deeplearning4j archive without ND4J and runs it as flat arrays.
 *
 * <p>An archive comes from outside, so everything here is bounded before it is believed.
 */
package io.ganglion.inference.compiled;
