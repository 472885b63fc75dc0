// SPDX-License-Identifier: Apache-2.0
/**
 * Trains candidates from recipes. It never promotes one.
 */
package io.ganglion.learning;
