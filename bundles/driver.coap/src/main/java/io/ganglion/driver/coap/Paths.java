// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.device.Payload;
import java.util.List;
import java.util.Optional;

/** Finds contract and device in a path: {@code ganglion/SITE/telemetry/CONTRACT/DEVICE}, or {@code t/CONTRACT/DEVICE}. */
final class Paths {

    private final List<String> root;

    Paths(String site) {
        root = List.of("ganglion", site, "telemetry");
    }

    /**
     * Where a post belongs.
     *
     * @param contract the contract it claims
     * @param device the device's name at this site
     */
    record Address(String contract, String device) {}

    /** Empty where no resource has this path, or a name in it cannot be a contract's or device's. */
    Optional<Address> find(List<String> segments) {
        int names = segments.size() - 2;
        boolean known = names == root.size() && segments.subList(0, names).equals(root)
                || names == 1 && segments.get(0).equals("t");
        if (!known) {
            return Optional.empty();
        }
        Address found = new Address(segments.get(names), segments.get(names + 1));
        boolean named = Payload.isName(found.contract()) && Payload.isName(found.device());
        return named ? Optional.of(found) : Optional.empty();
    }
}
