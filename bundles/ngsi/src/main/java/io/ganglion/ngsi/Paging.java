// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A page of a listing, by limit and offset (ETSI GS CIM 009, 6.3.10).
 *
 * @param count whether the whole number is asked for
 */
record Paging(int limit, int offset, boolean count) {

    static final Set<String> PARAMETERS = Set.of("limit", "offset", "count");

    private static final int USUAL = 20;
    private static final int MOST = 1_000;
    private static final int OFFSET_MOST = 1_000_000;

    static Paging of(Parameters parameters) {
        boolean count = parameters.flag("count");
        return new Paging(
                // The standard lets nothing be listed where only the number is asked for.
                parameters.number("limit", USUAL, count ? 0 : 1, MOST),
                parameters.number("offset", 0, 0, OFFSET_MOST),
                count);
    }

    <T> List<T> page(List<T> all) {
        return all.subList(Math.min(offset, all.size()), (int) Math.min((long) offset + limit, all.size()));
    }

    /** Says the way to the neighbours, and the number where it was asked for. */
    UnaryOperator<Answer> headers(Request request, int total) {
        return answer -> {
            if (limit > 0 && (long) offset + limit < total) {
                answer.header("Link", link(request, offset + limit, "next"));
            }
            if (limit > 0 && offset > 0) {
                answer.header("Link", link(request, Math.max(0, offset - limit), "prev"));
            }
            return count ? answer.header("NGSILD-Results-Count", Integer.toString(total)) : answer;
        };
    }

    private static String link(Request request, int offset, String rel) {
        return "<" + request.path() + "?" + request.parameters().with("offset", offset) + ">; rel=\"" + rel
                + "\"; type=\"" + (request.linkedData() ? MediaRange.LD_JSON : MediaRange.JSON) + "\"";
    }
}
