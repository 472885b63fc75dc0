// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * An entity as it stands.
 *
 * @param id its URI
 * @param shape its contract
 * @param first when it was observed first, nanoseconds since the epoch
 * @param time when it was observed last
 * @param values in the contract's order; {@code NaN} where there is none
 * @param texts in the contract's order, empty where there is none; the list may be empty
 */
public record Reading(String id, Shape shape, long first, long time, double[] values, List<String> texts) {

    /** A point in time, nanoseconds since the epoch, as the value of an attribute. */
    record Moment(long nanos) {}

    public static Reading of(Observation observation, Shape shape) {
        return new Reading(
                uri(observation.entity(), shape),
                shape,
                observation.time(),
                observation.time(),
                observation.values(),
                observation.texts());
    }

    /** @param latest one row, or none */
    public static Reading of(Entity entity, Rows latest, Shape shape) {
        double[] values = new double[entity.contract().attributes().size()];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; latest.size() > 0 && i < latest.attributes().size(); i++) {
            int column = entity.contract().column(latest.attributes().get(i));
            if (column >= 0) {
                values[column] = latest.values()[0][i];
            }
        }
        long time = latest.size() > 0 ? latest.times()[0] : entity.last();
        return new Reading(uri(entity.id(), shape), shape, entity.first(), time, values, List.of());
    }

    /** The id; of a device that sends its bare name as id, the URI that NGSI-LD asks for. */
    public static String uri(String id, Shape shape) {
        return id.indexOf(':') > 0 ? id : "urn:ngsi-ld:" + shape.contract().entityType() + ":" + id;
    }

    boolean isGood(int column) {
        return !Double.isNaN(values[column]);
    }

    String text(int place) {
        return place < texts.size() ? texts.get(place) : "";
    }

    /** The value of an attribute: Double, String or Moment; null where the entity has none. */
    Object value(String iri) {
        Integer column = shape.columns().get(iri);
        if (column != null) {
            return isGood(column) ? values[column] : null;
        }
        Integer text = shape.texts().get(iri);
        if (text != null) {
            return text(text).isEmpty() ? null : text(text);
        }
        return shape.time().equals(iri) ? new Moment(time) : null;
    }

    /** Whether it has any of these attributes now. */
    public boolean hasAny(Iterable<String> iris) {
        for (String iri : iris) {
            if (value(iri) != null) {
                return true;
            }
        }
        return false;
    }
}
