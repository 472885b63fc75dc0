// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the front end, read once.
 *
 * @param type media type, with its character set where it is text
 * @param body as it lies in the bundle
 * @param packed the same by gzip; empty where that would not be smaller
 * @param tag digest of the body: changes when it does
 * @param lasting whether the name changes with the content, so that a browser need never ask again
 */
record Page(String type, byte[] body, byte[] packed, String tag, boolean lasting) {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));
    private static final Pattern TEXT = Pattern.compile("text/.*|application/.*|image/svg.*");

    /** {@code vendor/} lies in folders that carry a version, the rest carries a digest in its name. */
    private static final Pattern LASTING = Pattern.compile(".*(/vendor/.*[0-9].*|[.-][0-9a-f]{8,}\\.[a-z0-9]+)");

    static Page read(String path, URL file) {
        String type = TYPES.getOrDefault(
                path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
        try (InputStream in = file.openStream()) {
            byte[] body = in.readAllBytes();
            byte[] packed = TEXT.matcher(type).matches() ? pack(body) : new byte[0];
            return new Page(
                    type,
                    body,
                    packed.length < body.length ? packed : new byte[0],
                    digest(body),
                    LASTING.matcher(path).matches());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pack(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
