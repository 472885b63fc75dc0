// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.policy;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers what was last found worth sending of each device. Not thread-safe. */
final class Changes {
    private static final int DEVICES = 100_000;

    private final Deadband deadband;
    private final long silence;
    private final Map<String, Observation> rows = new Remembered<>();
    private final Map<String, String> verdicts = new Remembered<>();

    private static final class Remembered<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > DEVICES;
        }
    }

    /** @param silence a row is news after so long of the device's own time; zero for never */
    Changes(Deadband deadband, Duration silence) {
        this.deadband = deadband;
        this.silence = silence.toNanos();
    }

    boolean isNews(Observation row) {
        String device = row.contract().name() + "/" + row.device();
        Observation last = rows.get(device);
        boolean news = last == null
                || !last.contract().equals(row.contract())
                || last.good() != row.good()
                || !last.texts().equals(row.texts())
                || silence > 0 && row.time() - last.time() >= silence
                || moved(last, row);
        if (news) {
            rows.put(device, row);
        }
        return news;
    }

    private boolean moved(Observation last, Observation row) {
        List<Attribute> attributes = row.contract().attributes();
        for (int i = 0; i < attributes.size(); i++) {
            if (row.isGood(i)
                    && Math.abs(row.values()[i] - last.values()[i])
                            > deadband.width(row.contract().name(), attributes.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean isNews(Insight insight) {
        Observation row = insight.observation();
        String verdict = insight.verdict() + " " + insight.model();
        return !verdict.equals(verdicts.put(row.contract().name() + "/" + row.device(), verdict));
    }
}
