// SPDX-License-Identifier: Apache-2.0
/** The root causes that content bundles bring, in the manner of ISO 14224. */
package io.ganglion.feedback.taxonomy;
