// SPDX-License-Identifier: Apache-2.0
/**
 * How answers look: tables and JSON, near misses, marked spots, units. Knows no service.
 *
 * <p>Everything that a device sent is printed through {@link io.ganglion.shell.print.Plain}: a payload must not steer the
 * operator's terminal.
 */
package io.ganglion.shell.print;
