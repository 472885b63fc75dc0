// SPDX-License-Identifier: Apache-2.0
/** {@code bench/run store}: what it costs to keep a row, and to find it again. */
package io.ganglion.bench.store;
