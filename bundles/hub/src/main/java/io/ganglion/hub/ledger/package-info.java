// SPDX-License-Identifier: Apache-2.0
/** The tables: models, their steps, tenures and publications, in SQLite or PostgreSQL by the same statements. */
package io.ganglion.hub.ledger;
