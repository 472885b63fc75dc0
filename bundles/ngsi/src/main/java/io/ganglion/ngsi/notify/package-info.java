// SPDX-License-Identifier: Apache-2.0
/**
 * Subscriptions: who wants to be told of which entities, kept durably, and the delivery to each over HTTP or MQTT. A slow
 * or absent endpoint holds up nobody but itself.
 */
package io.ganglion.ngsi.notify;
