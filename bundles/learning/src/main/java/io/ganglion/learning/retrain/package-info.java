// SPDX-License-Identifier: Apache-2.0
/**
 * When a node makes a model anew, and the way of a candidate: window, trainer, contest, registry, shadow. Nothing here
 * loads a network, and nothing here promotes one.
 */
package io.ganglion.learning.retrain;
