// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.itests.harness.Fate.Episode;
import io.ganglion.itests.harness.Fate.Finding;
import java.time.Instant;
import java.util.Random;

/**
 * A pump that sends key-values. Its {@code n}-th reading carries the time {@code start + n} periods, so that the time of an
 * insight says which reading it is about.
 *
 * <p>Not thread-safe.
 */
public final class Pump {

    private final String device;
    private final Instant start;
    private final Random noise;
    private final long periodMillis;
    /** Written by one thread, read by whoever looks on. */
    private volatile long sent;

    private volatile Fate fate = Fate.NONE;

    /** What happens to it once, beside its fate. */
    private volatile Episode spell = new Episode(Finding.FULL_LOAD, 0, 0);

    /** One whose readings are a millisecond apart. */
    public Pump(String device, Instant start) {
        this(device, start, 1);
    }

    public Pump(String device, Instant start, long periodMillis) {
        this.device = device;
        this.start = start;
        this.periodMillis = periodMillis;
        this.noise = new Random(device.hashCode());
    }

    public String device() {
        return device;
    }

    /** What becomes of it: under load it shakes twice as much and draws more, and it is blocked at times. */
    public void becomes(Fate fate) {
        this.fate = fate;
    }

    public Fate fate() {
        return fate;
    }

    /** What happens to it once, whatever becomes of it otherwise: it runs under full load, or its inlet is blocked. */
    public void undergoes(Episode episode) {
        if (episode.finding() == Finding.WEARING_IN) {
            throw new IllegalArgumentException("wear is no episode but a fate: episode=" + episode);
        }
        spell = episode;
    }

    /** How many readings it has made. */
    public long sent() {
        return sent;
    }

    /** The topic it publishes to. */
    public String topic() {
        return "ganglion/plant1/telemetry/Pump/" + device;
    }

    /** The time of a reading. */
    public Instant time(long sequence) {
        return start.plusMillis(sequence * periodMillis);
    }

    /** The next reading, each value with a noise of its own. */
    public byte[] next() {
        long made = sent;
        byte[] reading = reading(time(made)).getBytes(UTF_8);
        sent = made + 1;
        return reading;
    }

    /** Which reading an insight with this time is about. */
    public long sequence(Instant time) {
        return (time.toEpochMilli() - start.toEpochMilli()) / periodMillis;
    }

    /** A reading that holds to the contract, without counting it. */
    public String reading(Instant time) {
        double shaking = undergoes(Finding.FULL_LOAD) ? Fate.RUN_IN : fate.shaking(sent);
        boolean blocked = undergoes(Finding.BLOCKED) || fate.blocked(sent);
        return "{\"id\":\"urn:ngsi-ld:Pump:" + device + "\",\"type\":\"Pump\",\"dateObserved\":\"" + time
                + "\",\"vibrationX\":" + around(0.027 + 0.027 * shaking, 0.002, 6) + ",\"vibrationY\":"
                + around(0.04 + 0.04 * shaking, 0.002, 6)
                + ",\"motorCurrent\":" + around(1.33 + 0.2 * shaking, 0.1, 4) + ",\"dischargePressure\":"
                + around(blocked ? 0.05 : 0.2, 0.15, 4)
                + ",\"motorTemperature\":" + around(79.3, 0.5, 3) + ",\"fluidTemperature\":" + around(26.0, 0.1, 3)
                + ",\"supplyVoltage\":" + around(233, 3, 2) + ",\"flow\":" + around(blocked ? 27 : 32, 0.4, 3) + "}";
    }

    private boolean undergoes(Finding finding) {
        return spell.finding() == finding && spell.covers(sent);
    }

    private String around(double mean, double deviation, int digits) {
        double scale = Math.pow(10, digits);
        return Double.toString(Math.round((mean + deviation * noise.nextGaussian()) * scale) / scale);
    }
}
