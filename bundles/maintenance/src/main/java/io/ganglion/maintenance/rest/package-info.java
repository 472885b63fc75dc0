// SPDX-License-Identifier: Apache-2.0
/** A maintenance system as a template describes it: what to send, and where the answer says what. */
package io.ganglion.maintenance.rest;
