// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.net.URI;
import java.net.URISyntaxException;

/** Absolute URIs by RFC 3986. */
final class Uris {
    private Uris() {}

    /** In ASCII, with a scheme; brackets around a host alone, where the JDK lets them pass in a query too. */
    static boolean isAbsolute(String text) {
        if (!text.chars().allMatch(c -> c < 0x80)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && !hasBracket(uri.getRawQuery()) && !hasBracket(uri.getRawFragment());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean hasBracket(String part) {
        return part != null && (part.indexOf('[') >= 0 || part.indexOf(']') >= 0);
    }
}
