// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a source sent, as the contract's door let it in.
 *
 * @param devices accepted observations of each device in order of arrival
 * @param accepted how many
 * @param rejected how many payloads were refused, by reason
 * @param digest SHA-256 over the bytes of all payloads in order
 */
record Harvest(Map<String, List<Observation>> devices, long accepted, Map<Reason, Long> rejected, String digest) {

    static Harvest of(Stream<Payload> payloads, Decoder decoder) {
        Map<String, List<Observation>> devices = new LinkedHashMap<>();
        Map<Reason, Long> rejected = new TreeMap<>();
        MessageDigest digest = Digests.sha256();
        payloads.forEachOrdered(payload -> {
            digest.update(payload.body());
            Verdict verdict = decoder.decode(payload);
            if (verdict instanceof Observation row) {
                devices.computeIfAbsent(row.device(), device -> new ArrayList<>())
                        .add(row);
            } else if (verdict instanceof Rejection rejection) {
                rejected.merge(rejection.reason(), 1L, Long::sum);
            }
        });
        long accepted = devices.values().stream().mapToLong(List::size).sum();
        return new Harvest(devices, accepted, rejected, Digests.hex(digest));
    }
}
