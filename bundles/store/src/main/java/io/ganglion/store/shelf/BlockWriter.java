// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.store.bytes.ByteSink;

/**
 * Entries in the order of arrival as one value of the database: what one transaction keeps is one row of it, however many
 * entries it has. Not thread-safe.
 */
public final class BlockWriter {

    static final int OTHER_ENTITY = 1;
    static final int REPLAYED = 2;
    static final int TEXTS = 4;
    static final int GAPS = 8;

    private final ByteSink out = new ByteSink(16 << 10);
    private long lastTime;
    private long lastReceived;
    private int entries;

    public void clear() {
        out.clear();
        lastTime = 0;
        lastReceived = 0;
        entries = 0;
    }

    public int entries() {
        return entries;
    }

    public byte[] body() {
        return out.toArray();
    }

    public void add(Series series, int contract, Observation observation) {
        entries++;
        boolean otherEntity = !observation.entity().equals(series.entity());
        boolean texts = !observation.contract().texts().isEmpty();
        boolean gaps = observation.good() != allGood(observation.values().length);
        out.putVar(series.id());
        out.putVar(contract);
        out.put((otherEntity ? OTHER_ENTITY : 0)
                | (observation.replayed() ? REPLAYED : 0)
                | (texts ? TEXTS : 0)
                | (gaps ? GAPS : 0));
        out.putSigned(observation.time() - lastTime);
        out.putSigned(observation.receivedAt() - lastReceived);
        lastTime = observation.time();
        lastReceived = observation.receivedAt();
        if (otherEntity) {
            out.putText(observation.entity());
        }
        if (gaps) {
            out.putLong(observation.good());
        }
        for (double value : observation.values()) {
            out.putDouble(value);
        }
        if (texts) {
            BlockReader.texts(observation).forEach(out::putText);
        }
    }

    /** @param model its model's name */
    public void add(Series series, int contract, Insight insight, String model) {
        add(series, contract, insight.observation());
        out.put(insight.verdict().ordinal());
        out.putDouble(insight.score());
        out.putDouble(insight.threshold());
        for (double error : insight.errors()) {
            out.putDouble(error);
        }
        out.putText(model);
    }

    static long allGood(int columns) {
        return columns == Long.SIZE ? -1L : (1L << columns) - 1;
    }
}
