// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import java.util.Optional;

/**
 * What the broker asks for.
 *
 * @param unanswered messages that it takes before it answers, at most
 * @param packetBytes the longest packet that it takes
 * @param expiry the certificate of this connection that ends first; empty without TLS
 */
public record Terms(int unanswered, long packetBytes, Optional<Expiry> expiry) {}
