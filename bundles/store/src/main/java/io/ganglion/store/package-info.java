// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what passed the node: durably, before its sender is answered; as time series that can be asked; and as a journal
 * for those who carry it on. Interprets no value.
 */
package io.ganglion.store;
