// SPDX-License-Identifier: Apache-2.0
/**
 * Why a model said what it said: from the rows that are kept, never on the fast road. No OSGi.
 */
package io.ganglion.inference.explain;
