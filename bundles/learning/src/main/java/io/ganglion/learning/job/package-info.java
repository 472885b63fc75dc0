// SPDX-License-Identifier: Apache-2.0
/**
 * What a node hands to its trainer: the rows of a window, and what is to be made of them. Needs no DL4J, so both sides
 * can speak it.
 */
package io.ganglion.learning.job;
