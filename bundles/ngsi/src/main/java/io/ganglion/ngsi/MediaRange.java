// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Times;
import java.util.Locale;

/** One entry of an Accept header. */
record MediaRange(String type, double weight) {

    static final String JSON = "application/json";
    static final String LD_JSON = "application/ld+json";

    private static final int COUNT_LIMIT = 32;

    /** Whether the answer is to be JSON-LD, rather than JSON with its context in a header. */
    static boolean wantsLinkedData(String accept) {
        if (accept == null || accept.isBlank()) {
            return false;
        }
        String[] parts = accept.toLowerCase(Locale.ROOT).split(",", COUNT_LIMIT + 1);
        MediaRange best = new MediaRange("", 0);
        for (int i = 0; i < Math.min(parts.length, COUNT_LIMIT); i++) {
            MediaRange range = of(parts[i]);
            if (range.isServed() && range.weight() > best.weight()) {
                best = range;
            }
        }
        if (best.weight() == 0) {
            throw new Problem(
                    Problem.Kind.NOT_ACCEPTABLE,
                    "answers are " + JSON + " or " + LD_JSON + ": Accept=" + Times.shortened(accept));
        }
        return best.type().equals(LD_JSON);
    }

    private static MediaRange of(String part) {
        String[] pieces = part.split(";");
        double weight = 1;
        for (String piece : pieces) {
            if (piece.strip().startsWith("q=")) {
                weight = weight(piece.strip().substring(2));
            }
        }
        return new MediaRange(pieces.length == 0 ? "" : pieces[0].strip(), weight);
    }

    private static double weight(String text) {
        try {
            return Math.max(0, Math.min(1, Double.parseDouble(text)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean isServed() {
        return type.equals(JSON) || type.equals(LD_JSON) || type.equals("*/*") || type.equals("application/*");
    }

    /** A content type without its parameters. */
    static String bare(String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
