// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Content formats (RFC 7252, 12.3) and the media types they stand for. Immutable. */
final class Formats {

    private static final Map<Integer, String> REGISTERED = Map.of(
            42, "application/octet-stream",
            50, "application/json",
            60, "application/cbor",
            110, "application/senml+json",
            112, "application/senml+cbor");

    static final Formats DEFAULT = new Formats(REGISTERED);

    private final Map<Integer, String> types;

    private Formats(Map<Integer, String> types) {
        this.types = Map.copyOf(types);
    }

    /** @param extra {@code NUMBER=MEDIA TYPE} each */
    static Formats with(List<String> extra) {
        Map<Integer, String> all = new TreeMap<>(REGISTERED);
        for (String entry : extra) {
            if (!entry.matches("\\s*\\d{1,5}\\s*=\\s*[\\w.+-]+/[\\w.+-]+\\s*")) {
                throw new IllegalArgumentException("a content format is NUMBER=MEDIA TYPE: content_formats=" + entry);
            }
            int equals = entry.indexOf('=');
            all.put(
                    Integer.parseInt(entry.substring(0, equals).strip()),
                    entry.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
        }
        return new Formats(all);
    }

    /**
     * @param number negative where the message names none
     * @return empty where this node does not know it; an empty text where the message names none
     */
    Optional<String> mediaType(int number) {
        return number < 0 ? Optional.of("") : Optional.ofNullable(types.get(number));
    }

    /** For a link's attribute {@code ct}, ascending. */
    String numbers() {
        return String.join(
                " ", types.keySet().stream().sorted().map(String::valueOf).toList());
    }
}
