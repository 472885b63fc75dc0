// SPDX-License-Identifier: Apache-2.0
/**
 * Says when the node is up, or why it is not, to the script that started it and to whoever sits before it.
 */
package io.ganglion.shell.start;
