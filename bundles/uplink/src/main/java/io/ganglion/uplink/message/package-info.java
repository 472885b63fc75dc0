// SPDX-License-Identifier: Apache-2.0
/** What goes over the wire: bodies, identities, envelopes (cnf/decisions/0011). Plain Java. */
package io.ganglion.uplink.message;
