// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.Locale;

/** Why a request is not answered as asked, as RFC 7807 writes it. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Pages go by these. */
    public enum Kind {
        INVALID(400, "Not as it should be"),
        ROLE(403, "Not in this role"),
        NOT_FOUND(404, "Not there"),
        METHOD(405, "Not done here"),
        STATE(409, "Not in this state"),
        TOO_LARGE(413, "Too large"),
        MEDIA_TYPE(415, "Of another kind"),
        BUSY(429, "Too many at once"),
        FAILED(500, "The node failed"),
        UNAVAILABLE(503, "Not running");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }
    }

    /** The body. */
    record ProblemBody(String type, String title, int status, String detail) {}

    private final Kind kind;

    /** @param detail one sentence with the value and the next step */
    public Problem(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    static Problem invalid(String detail) {
        return new Problem(Kind.INVALID, detail);
    }

    static Problem notFound(String detail) {
        return new Problem(Kind.NOT_FOUND, detail);
    }

    Kind kind() {
        return kind;
    }

    public Record body() {
        return new ProblemBody(
                "urn:ganglion:problem:" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                kind.title,
                kind.status,
                getMessage());
    }
}
