// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of the operator, scope aiot. They read and ask; they decide nothing and keep nothing.
 */
package io.ganglion.shell;
