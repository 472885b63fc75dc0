// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import io.ganglion.contract.Births.Birth;
import io.ganglion.contract.Births.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one Sparkplug B payload. What it remembers of it is remembered only when the whole was sound; what did not change
 * since the birth is said again, as report by exception means it.
 */
final class SparkplugMessage {
    /** Most metrics of one payload. */
    private static final int METRIC_LIMIT = 10_000;

    private static final int TIMESTAMP = 1;
    private static final int METRICS = 2;
    private static final Paths PATHS = new Paths("metrics[", "]");
    /** The number of the session, and what a node may be told: never readings. */
    private static final String SESSION = "bdSeq";

    private final Payload payload;
    private final Births births;
    private final Birth known;
    private final Birth born = new Birth();
    private final Wire wire;
    private final SparkplugMetric metric;
    private final List<Said> said = new ArrayList<>();
    private boolean isBirth;
    private long document = Codec.UNTIMED;
    private long newest = Codec.UNTIMED;
    private String path = "";

    /** A metric of this payload; its time only where it is historical. */
    private record Said(Metric metric, SparkplugReading reading, long time, String path) {}

    SparkplugMessage(Payload payload, Births births) {
        this.payload = payload;
        this.births = births;
        this.known = births.of(payload.device());
        this.wire = new Wire(payload.body(), "Sparkplug B");
        this.metric = new SparkplugMetric(wire);
        this.isBirth = payload.topic().contains("/NBIRTH/") || payload.topic().contains("/DBIRTH/");
    }

    void read(Codec.Sink sink) throws Codec.Malformed {
        try {
            fields(sink);
            remember();
            say(sink);
        } catch (IOException e) {
            throw new Codec.Malformed(wire.refuse(e, path).asRejection(""));
        } catch (Refusal refusal) {
            throw new Codec.Malformed(refusal.asRejection(""));
        }
    }

    private void fields(Codec.Sink sink) throws IOException {
        int count = 0;
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case TIMESTAMP -> document = time(wire.varint(), "timestamp");
                case METRICS -> {
                    path = PATHS.at(count);
                    if (count++ == METRIC_LIMIT) {
                        throw new Refusal(
                                Reason.TOO_LARGE, path, wire.offset(), "more than " + METRIC_LIMIT + " metrics");
                    }
                    wire.message(metric::read);
                    metric(sink);
                }
                default -> wire.skip();
            }
        }
        path = "";
    }

    private long time(long millis, String where) {
        long at = Times.millis(millis);
        if (at == Timestamps.INVALID) {
            throw new Refusal(Reason.BAD_TIME, where, wire.offset(), "milliseconds beyond this node's time: " + millis);
        }
        return at;
    }

    private void metric(Codec.Sink sink) {
        Metric meant = meant();
        if (isProtocol(meant.name)) {
            isBirth |= meant.name.equals(SESSION);
            sink.about(meant.name, "", path);
            return;
        }
        long at = metric.hasTime ? time(metric.millis, path + ".timestamp") : Codec.UNTIMED;
        if (!metric.historical) {
            newest = Math.max(newest, at);
        }
        SparkplugReading reading = metric.reading(meant.name, meant.type, meant.unit, path);
        said.add(new Said(meant, reading, metric.historical ? at : Codec.UNTIMED, path));
    }

    private static boolean isProtocol(String name) {
        return name.equals(SESSION) || name.startsWith("Node Control/") || name.startsWith("Device Control/");
    }

    /** The metric by its name or its alias. Who sends both gives birth. */
    private Metric meant() {
        if (metric.name == null) {
            return aliased();
        }
        Metric before = known == null ? null : known.byName.get(metric.name);
        boolean same = before != null && !metric.hasAlias && (metric.type == 0 || metric.type == before.type);
        Metric meant = same ? before : new Metric(metric.name, metric.type, metric.unit());
        if (metric.hasAlias) {
            isBirth = true;
            if (born.byAlias.put(metric.alias, meant) != null) {
                throw new Refusal(
                        Reason.DUPLICATE_KEY,
                        path,
                        wire.offset(),
                        "alias " + metric.alias + " is given to two metrics");
            }
        }
        born.byName.put(metric.name, meant);
        return meant;
    }

    private Metric aliased() {
        if (!metric.hasAlias) {
            throw new Refusal(
                    Reason.MALFORMED, path, wire.offset(), "not Sparkplug B: a metric has a name or an alias");
        }
        Metric meant = known == null ? null : known.byAlias.get(metric.alias);
        if (meant == null) {
            throw new Refusal(
                    Reason.NO_BIRTH,
                    path,
                    wire.offset(),
                    "alias " + Long.toUnsignedString(metric.alias) + " is unknown, no birth of " + payload.device()
                            + " told it: send a rebirth");
        }
        return meant;
    }

    private void remember() {
        if (isBirth) {
            births.put(payload.device(), born);
        }
        for (Said one : said) {
            if (one.time() == Codec.UNTIMED) {
                one.metric().last = one.reading();
            }
        }
    }

    private void say(Codec.Sink sink) {
        sink.time(newest == Codec.UNTIMED ? document : newest);
        Set<Metric> changed = new HashSet<>();
        boolean live = false;
        for (Said one : said) {
            one.reading().to(sink, one.time(), one.path());
            changed.add(one.metric());
            live |= one.time() == Codec.UNTIMED;
        }
        if (!isBirth && known != null && live) {
            for (Metric metricOfBirth : known.byName.values()) {
                if (metricOfBirth.last != null && !changed.contains(metricOfBirth)) {
                    metricOfBirth.last.to(sink, Codec.UNTIMED, "birth");
                }
            }
        }
    }
}
