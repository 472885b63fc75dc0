// SPDX-License-Identifier: Apache-2.0
/** Content bundles by their digest, whole or not at all; and what a bundle must be to be let in. Trusts no file it did not write. */
package io.ganglion.hub.shelf;
