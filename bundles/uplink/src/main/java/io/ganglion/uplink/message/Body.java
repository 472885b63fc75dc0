// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Bodies of messages, in the contract's own names and units. Not thread-safe. */
public final class Body {

    /** How an observation is said. */
    public enum Representation {
        /** Names and values: the shortest, and what a contract's schema describes. */
        KEYVALUES,
        /** NGSI-LD concise: each value with its unit and time, for readers that know no contract. */
        CONCISE
    }

    private static final int NAMED = 3;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final Representation representation;
    private final String timeAttribute;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

    /** @param timeAttribute what the contracts call the time of observation, for key-values */
    public Body(Representation representation, String timeAttribute) {
        this.representation = representation;
        this.timeAttribute = timeAttribute;
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private byte[] object(Fields fields) {
        buffer.reset();
        try (JsonGenerator json = JSON.createGenerator(buffer)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return buffer.toByteArray();
    }

    /** An observation as NGSI-LD. */
    public byte[] of(Observation row) {
        return object(json -> {
            json.writeStringField("id", row.entity());
            json.writeStringField("type", row.contract().entityType());
            if (representation == Representation.KEYVALUES) {
                keyValues(json, row);
            } else {
                concise(json, row);
            }
        });
    }

    private void keyValues(JsonGenerator json, Observation row) throws IOException {
        json.writeStringField(timeAttribute, time(row.time()));
        List<Attribute> attributes = row.contract().attributes();
        for (int i = 0; i < attributes.size(); i++) {
            if (row.isGood(i)) {
                json.writeNumberField(attributes.get(i).name(), row.values()[i]);
            }
        }
        for (int i = 0; i < row.texts().size(); i++) {
            if (!row.texts().get(i).isEmpty()) {
                json.writeStringField(row.contract().texts().get(i), row.texts().get(i));
            }
        }
    }

    private static void concise(JsonGenerator json, Observation row) throws IOException {
        String time = time(row.time());
        List<Attribute> attributes = row.contract().attributes();
        for (int i = 0; i < attributes.size(); i++) {
            if (row.isGood(i)) {
                json.writeObjectFieldStart(attributes.get(i).name());
                json.writeNumberField("value", row.values()[i]);
                json.writeStringField("unitCode", attributes.get(i).unitCode());
                json.writeStringField("observedAt", time);
                json.writeEndObject();
            }
        }
        for (int i = 0; i < row.texts().size(); i++) {
            if (!row.texts().get(i).isEmpty()) {
                json.writeObjectFieldStart(row.contract().texts().get(i));
                json.writeStringField("value", row.texts().get(i));
                json.writeStringField("observedAt", time);
                json.writeEndObject();
            }
        }
    }

    /** An insight, as the node itself publishes it. */
    public byte[] of(Insight insight) {
        Observation row = insight.observation();
        return object(json -> {
            json.writeStringField("device", row.device());
            json.writeStringField("entity", row.entity());
            json.writeStringField("time", time(row.time()));
            json.writeStringField("verdict", insight.verdict().name().toLowerCase(Locale.ROOT));
            number(json, "score", insight.score());
            number(json, "threshold", insight.threshold());
            json.writeArrayFieldStart("contributions");
            for (Insight.Contribution part : insight.contributions(NAMED)) {
                json.writeStartObject();
                json.writeStringField("attribute", part.attribute());
                number(json, "share", Math.rint(part.share() * 1e4) / 1e4);
                json.writeEndObject();
            }
            json.writeEndArray();
            version(json, "contract", row.contract().name(), row.contract().version());
            version(json, "model", insight.model().name(), insight.model().version());
        });
    }

    /** What a device did in a span of time. */
    public byte[] of(Summary summary) {
        Contract contract = summary.contract();
        return object(json -> {
            json.writeStringField("device", summary.device());
            json.writeStringField("entity", summary.entity());
            version(json, "contract", contract.name(), contract.version());
            json.writeStringField("from", time(summary.from()));
            json.writeStringField("to", time(summary.to()));
            json.writeNumberField("rows", summary.rows());
            json.writeObjectFieldStart("attributes");
            for (int i = 0; i < contract.attributes().size(); i++) {
                Summary.Column column = summary.columns().get(i);
                if (column.values() > 0) {
                    json.writeObjectFieldStart(contract.attributes().get(i).name());
                    json.writeNumberField("mean", column.mean());
                    json.writeNumberField("minimum", column.minimum());
                    json.writeNumberField("maximum", column.maximum());
                    json.writeStringField(
                            "unitCode", contract.attributes().get(i).unitCode());
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        });
    }

    private static void version(JsonGenerator json, String what, String name, org.osgi.framework.Version version)
            throws IOException {
        json.writeStringField(what, name);
        json.writeStringField(what + "Version", version.toString());
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    private static String time(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .toString();
    }
}
