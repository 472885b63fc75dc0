// SPDX-License-Identifier: Apache-2.0
/** The pages of the node and the REST surface that they, and others, use. Reads from the side; acts through services only. */
package io.ganglion.console;
