// SPDX-License-Identifier: Apache-2.0
/** What is worth sending. Plain Java; keyed state lives in memory only, so after a restart a device is news again. */
package io.ganglion.uplink.policy;
