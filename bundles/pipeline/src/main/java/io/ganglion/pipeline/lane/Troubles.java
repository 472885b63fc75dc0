// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong on the fast road without stopping it. Each kind is logged once, with its stack trace, because such a
 * failure is somebody's defect; it stays in the state until it has not happened for a minute. Thread-safe.
 */
public final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final long FRESH = TimeUnit.SECONDS.toNanos(60);
    private static final int KINDS = 256;

    private record Trouble(long times, Instant last, long at, String message) {}

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Trouble> bySpot = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> logged = new ConcurrentHashMap<>();

    /**
     * @param clock says when, to people
     * @param nanos says for how long: the wall clock may jump
     */
    public Troubles(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Counts a failure.
     *
     * @param spot what failed, for example {@code "stage inference"}
     * @param consequence what became of the data, for example {@code "observations stay accepted"}
     */
    public void add(String spot, String consequence, Throwable cause) {
        String message = cause.toString() + "; " + consequence;
        Trouble trouble = bySpot.merge(
                spot,
                new Trouble(1, clock.instant(), nanos.getAsLong(), message),
                (was, is) -> new Trouble(was.times() + 1, is.last(), is.at(), message));
        // Names come from other bundles: bounded all the same.
        if (logged.size() < KINDS
                && logged.putIfAbsent(spot + ' ' + cause.getClass().getName(), true) == null) {
            LOG.warn(
                    "{} failed; {}. Further ones of this kind are only counted: aiot:node-status",
                    spot,
                    consequence,
                    cause);
        }
        if (trouble.times() == 1 && bySpot.size() > KINDS) {
            bySpot.remove(spot);
        }
    }

    /** One sentence for each trouble that is not yet a minute old; empty where there is none. */
    public String describe() {
        long now = nanos.getAsLong();
        bySpot.values().removeIf(trouble -> now - trouble.at() > FRESH);
        return bySpot.entrySet().stream()
                .map(e -> e.getKey() + " failed " + e.getValue().times() + " times, last at "
                        + e.getValue().last() + ": " + e.getValue().message())
                .collect(Collectors.joining(". "));
    }
}
