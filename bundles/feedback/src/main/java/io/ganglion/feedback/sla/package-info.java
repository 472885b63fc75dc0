// SPDX-License-Identifier: Apache-2.0
/** How long each leg of the loop takes, from times that are kept: a restart changes nothing. */
package io.ganglion.feedback.sla;
