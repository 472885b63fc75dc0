// SPDX-License-Identifier: Apache-2.0
/** Numbers and texts as few bytes. Knows no row, no file and no clock. */
package io.ganglion.store.bytes;
