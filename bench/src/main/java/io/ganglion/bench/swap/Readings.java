// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.swap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ganglion.itests.harness.Message;
import io.ganglion.itests.harness.Pump;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When each reading was due and when its insight came. Latency counts from when a reading was due, not from when it was
 * sent: a load that is held up must not hide that it was.
 */
final class Readings {
    private static final int LIMIT = 1 << 15;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Pump> pumps;
    private final long[][] due;
    private final long[][] heard;
    private final Map<String, Long> firstBy = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private final AtomicLong gap = new AtomicLong();

    Readings(List<Pump> pumps) {
        this.pumps = pumps;
        this.due = new long[pumps.size()][LIMIT];
        this.heard = new long[pumps.size()][LIMIT];
        for (int i = 0; i < pumps.size(); i++) {
            numbers.put(pumps.get(i).device(), i);
        }
    }

    void due(int pump, int sequence, long at) {
        due[pump][sequence] = at;
    }

    /** On the listener's thread. Looks for two values only: a parser would cost more than the node. */
    void hear(Message message) {
        Integer pump = numbers.get(message.device());
        if (pump == null) {
            return;
        }
        String body = new String(message.body(), ISO_8859_1);
        int sequence = (int) pumps.get(pump).sequence(Instant.parse(value(body, "time")));
        if (heard[pump][sequence] != 0) {
            twice.incrementAndGet();
        }
        heard[pump][sequence] = message.at();
        firstBy.putIfAbsent(value(body, "modelVersion"), message.at());
        long before = latest.getAndSet(message.at());
        gap.accumulateAndGet(before == 0 ? 0 : message.at() - before, Math::max);
        answered.incrementAndGet();
    }

    private static String value(String body, String name) {
        int from = body.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return body.substring(from, body.indexOf('"', from));
    }

    long answered() {
        return answered.get();
    }

    long twice() {
        return twice.get();
    }

    /** Forgets who was heard, so that the next insight of a version is its first. */
    void listenAnew() {
        firstBy.clear();
        gap.set(0);
    }

    /** {@link System#nanoTime} of the first insight of a version since; 0 where there was none yet. */
    long first(String version) {
        return firstBy.getOrDefault(version, 0L);
    }

    /** The longest time without any insight since, nanoseconds. */
    long gap() {
        return gap.get();
    }

    /** Latencies of the readings that were due in this time, sorted, nanoseconds; those without an answer not among them. */
    long[] latencies(long from, long to) {
        long[] all = new long[pumps.size() * LIMIT];
        int count = 0;
        for (int pump = 0; pump < due.length; pump++) {
            for (int i = 0; i < LIMIT; i++) {
                if (due[pump][i] >= from && due[pump][i] < to && due[pump][i] != 0 && heard[pump][i] != 0) {
                    all[count++] = heard[pump][i] - due[pump][i];
                }
            }
        }
        long[] found = Arrays.copyOf(all, count);
        Arrays.sort(found);
        return found;
    }
}
