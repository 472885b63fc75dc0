// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Many messages as one body: {@code {"node","messages":[{"id","topic","replayed","body"}]}}, gzip. Schema:
 * {@code schema/uplink.json} of the api.
 */
public final class Envelope {

    /** What an envelope may become when it is unpacked, bytes. */
    public static final int INFLATED_LIMIT = 16 * 1024 * 1024;

    /** MQTT 5's content type of an envelope. */
    public static final String CONTENT_TYPE = "application/vnd.ganglion.uplink+gzip";

    private static final int DEPTH = 64;
    private static final int NUMBER = 100;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(NUMBER)
                    .build())
            .build();

    private Envelope() {}

    public static byte[] pack(String node, List<Letter> letters) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(8 * 1024);
        try (GZIPOutputStream out = new GZIPOutputStream(packed, 4 * 1024)) {
            text(out, "{\"node\":", node);
            String next = ",\"messages\":[{\"id\":";
            for (Letter letter : letters) {
                text(out, next, letter.id());
                text(out, ",\"topic\":", letter.topic());
                out.write((letter.replayed() ? ",\"replayed\":true,\"body\":" : ",\"body\":").getBytes(UTF_8));
                out.write(letter.body());
                next = "},{\"id\":";
            }
            out.write("}]}".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a body in memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    private static void text(GZIPOutputStream out, String before, String value) throws IOException {
        out.write((before + '"').getBytes(UTF_8));
        out.write(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        out.write('"');
    }

    /**
     * Reads one that a stranger may have made.
     *
     * @throws IOException where it is none; the message says why
     */
    public static List<Letter> unpack(byte[] packed) throws IOException {
        byte[] json;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            json = in.readNBytes(INFLATED_LIMIT + 1);
        }
        if (json.length > INFLATED_LIMIT) {
            throw new IOException("an envelope may hold " + INFLATED_LIMIT + " bytes");
        }
        List<Letter> letters = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "not an object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean messages = parser.currentName().equals("messages");
                JsonToken value = parser.nextToken();
                if (!messages) {
                    parser.skipChildren();
                    continue;
                }
                require(value == JsonToken.START_ARRAY, "messages is no array");
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    letters.add(letter(parser, json));
                }
                require(parser.currentToken() == JsonToken.END_ARRAY, "a message is no object");
            }
            require(parser.currentToken() == JsonToken.END_OBJECT, "the end is missing");
        }
        return letters;
    }

    private static Letter letter(JsonParser parser, byte[] json) throws IOException {
        String id = "";
        String topic = "";
        boolean replayed = false;
        byte[] body = new byte[0];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> id = parser.getText();
                case "topic" -> topic = parser.getText();
                case "replayed" -> replayed = value == JsonToken.VALUE_TRUE;
                case "body" -> {
                    require(value == JsonToken.START_OBJECT, "a body is no object");
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    body = Arrays.copyOfRange(
                            json, start, (int) parser.currentLocation().getByteOffset());
                }
                default -> parser.skipChildren();
            }
        }
        require(!topic.isEmpty() && body.length > 0, "a message wants topic and body");
        return new Letter(id, topic, body, replayed);
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("not an envelope: " + otherwise);
        }
    }
}
