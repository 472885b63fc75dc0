// SPDX-License-Identifier: Apache-2.0
/** The store's file: its tables, its connections, and what its refusals mean. */
package io.ganglion.store.disk;
