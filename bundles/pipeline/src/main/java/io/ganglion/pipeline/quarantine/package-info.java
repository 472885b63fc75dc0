// SPDX-License-Identifier: Apache-2.0
/**
 * Where refused payloads are kept: one SQLite file, one thread that writes it, and a notice for each payload. A sender is
 * answered after the commit, never before.
 */
package io.ganglion.pipeline.quarantine;
