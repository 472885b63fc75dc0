// SPDX-License-Identifier: Apache-2.0
/** Webhooks: a signed hint that a ticket changed. Nothing but its id is read, and that is not believed either. */
package io.ganglion.maintenance.hook;
