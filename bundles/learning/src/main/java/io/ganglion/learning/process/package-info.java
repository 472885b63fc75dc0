// SPDX-License-Identifier: Apache-2.0
/**
 * The trainer as a process of its own: its class path out of installed bundles, its limits, its end.
 */
package io.ganglion.learning.process;
