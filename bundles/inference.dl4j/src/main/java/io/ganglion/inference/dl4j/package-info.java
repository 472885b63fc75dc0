// SPDX-License-Identifier: Apache-2.0
/**
 * The reference engine: Deeplearning4j itself behind the Engine SPI, for layers that do not compile.
 */
package io.ganglion.inference.dl4j;
