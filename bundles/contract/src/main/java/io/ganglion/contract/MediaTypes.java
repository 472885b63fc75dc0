// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.Locale;

/** What media types say. */
final class MediaTypes {
    private MediaTypes() {}

    /** JSON or JSON-LD in UTF-8, or nothing said. */
    static boolean isJson(String mediaType) {
        if (mediaType.isEmpty() || mediaType.equals("application/json")) {
            return true;
        }
        String[] parts = mediaType.toLowerCase(Locale.ROOT).split(";", -1);
        boolean json =
                parts[0].trim().equals("application/json") || parts[0].trim().equals("application/ld+json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replaceAll("[\\s\"]", "");
            json &= !parameter.startsWith("charset=")
                    || parameter.equals("charset=utf-8")
                    || parameter.equals("charset=utf8");
        }
        return json;
    }

    /** In lower case and without parameters. */
    static String bare(String mediaType) {
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /** Whether it tells no more than that there are bytes. */
    static boolean saysNothing(String mediaType) {
        return mediaType.isEmpty() || mediaType.equals("application/octet-stream");
    }
}
