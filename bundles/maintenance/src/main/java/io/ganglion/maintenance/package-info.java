// SPDX-License-Identifier: Apache-2.0
/**
 * Other people's maintenance systems: made, found, read and closed tickets, and the webhooks by which they say that one
 * changed. What is queued and repeated, and what a finding means, is decided elsewhere.
 */
package io.ganglion.maintenance;
