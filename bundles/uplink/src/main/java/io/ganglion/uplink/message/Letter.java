// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.message;

/**
 * One message, ready.
 *
 * @param id {@link MessageId} as text
 * @param body JSON
 * @param replayed whether it is of a row that came out of the quarantine
 */
public record Letter(String id, String topic, byte[] body, boolean replayed) {}
