// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a request is not answered as asked, as RFC 7807 writes it. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kinds that ETSI GS CIM 009 names in 6.3.2, and those that HTTP itself has. */
    public enum Kind {
        INVALID_REQUEST("InvalidRequest", 400),
        BAD_REQUEST_DATA("BadRequestData", 400),
        ALREADY_EXISTS("AlreadyExists", 409),
        OPERATION_NOT_SUPPORTED("OperationNotSupported", 422),
        RESOURCE_NOT_FOUND("ResourceNotFound", 404),
        INTERNAL_ERROR("InternalError", 500),
        TOO_COMPLEX_QUERY("TooComplexQuery", 403),
        TOO_MANY_RESULTS("TooManyResults", 403),
        LD_CONTEXT_NOT_AVAILABLE("LdContextNotAvailable", 503),
        NO_MULTI_TENANT_SUPPORT("NoMultiTenantSupport", 501),
        UNAUTHORIZED("", 401),
        FORBIDDEN("", 403),
        METHOD_NOT_ALLOWED("OperationNotSupported", 405),
        NOT_ACCEPTABLE("", 406),
        TOO_LARGE("", 413),
        UNSUPPORTED_MEDIA_TYPE("", 415),
        TOO_MANY_REQUESTS("", 429),
        UNAVAILABLE("", 503);

        private final String word;
        private final int status;

        Kind(String word, int status) {
            this.word = word;
            this.status = status;
        }

        public int status() {
            return status;
        }

        String type() {
            return word.isEmpty() ? "about:blank" : "https://uri.etsi.org/ngsi-ld/errors/" + word;
        }
    }

    private final Kind kind;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** @param detail one sentence with the value and the next step */
    public Problem(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    public static Problem badData(String detail) {
        return new Problem(Kind.BAD_REQUEST_DATA, detail);
    }

    public static Problem invalid(String detail) {
        return new Problem(Kind.INVALID_REQUEST, detail);
    }

    public static Problem unsupported(String detail) {
        return new Problem(Kind.OPERATION_NOT_SUPPORTED, detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(Kind.RESOURCE_NOT_FOUND, detail);
    }

    /** Adds a member to the body. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Adds a header to the answer. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The body, {@code application/problem+json}. */
    public ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("type", kind.type())
                .put("title", title())
                .put("status", kind.status())
                .put("detail", getMessage());
        members.forEach(body::putPOJO);
        return body;
    }

    private String title() {
        String words = (kind.word.isEmpty() ? kind.name().toLowerCase(java.util.Locale.ROOT) : kind.word)
                .replace('_', ' ')
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }
}
