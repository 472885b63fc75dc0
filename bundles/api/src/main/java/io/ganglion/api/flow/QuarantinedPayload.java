// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;

/**
 * A refused payload with its reason.
 *
 * @param id ascending in the order of arrival, unique on the node
 * @param payload as received; of a body above the node's size limit only the beginning is kept
 * @param bytes how long the body was as received
 * @param rejection why it was refused, and by which contract version
 */
public record QuarantinedPayload(long id, Payload payload, long bytes, Rejection rejection) {}
