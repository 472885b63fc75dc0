// SPDX-License-Identifier: Apache-2.0
/** Questions to the history: chunks and hot rows as one row of rows in time, thinned as asked. */
package io.ganglion.store.read;
