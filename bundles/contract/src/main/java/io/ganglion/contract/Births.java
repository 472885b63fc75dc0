// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the devices of one thread said in their last Sparkplug birth, and the last value of each metric. Bounded: the
 * device heard of longest ago goes first, and must be born again. Not thread-safe.
 */
final class Births {
    /** Most memory a thread, bytes. */
    static final int BUDGET = 8 << 20;

    private static final int METRIC_WEIGHT = 192;

    private final int budget;
    private final LinkedHashMap<String, Birth> births = new LinkedHashMap<>(64, 0.75f, true);
    private long weight;

    Births(int budget) {
        this.budget = budget;
    }

    /** A metric as its birth described it, and what it last was. */
    static final class Metric {
        final String name;
        final int type;
        final String unit;
        /** Empty where it has no value now. */
        SparkplugReading last;

        Metric(String name, int type, String unit) {
            this.name = name;
            this.type = type;
            this.unit = unit;
        }
    }

    /** All metrics of one device. */
    static final class Birth {
        final Map<String, Metric> byName = new LinkedHashMap<>();
        final Map<Long, Metric> byAlias = new HashMap<>();

        private long weight() {
            long sum = METRIC_WEIGHT;
            for (Metric metric : byName.values()) {
                sum += METRIC_WEIGHT + 2L * metric.name.length();
            }
            return sum;
        }
    }

    /** The last birth of a device; null where none is known. */
    Birth of(String device) {
        return births.get(device);
    }

    void put(String device, Birth birth) {
        forget(device);
        births.put(device, birth);
        weight += birth.weight();
        Iterator<Birth> eldest = births.values().iterator();
        while (weight > budget && births.size() > 1) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }

    void forget(String device) {
        Birth gone = births.remove(device);
        weight -= gone == null ? 0 : gone.weight();
    }

    int size() {
        return births.size();
    }
}
