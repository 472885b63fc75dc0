// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Random;

/**
 * A pump that sends key-values. Its {@code n}-th reading carries the time {@code start + n} milliseconds, so that the
 * time of an insight says which reading it is about.
 *
 * <p>Not thread-safe.
 */
public final class Pump {

    private final String device;
    private final Instant start;
    private final Random noise;
    private long sent;
    private long wornFrom = Long.MAX_VALUE;
    private long wornWithin = 1;

    public Pump(String device, Instant start) {
        this.device = device;
        this.start = start;
        this.noise = new Random(device.hashCode());
    }

    public String device() {
        return device;
    }

    /** From a reading on it wears, within so many more: it shakes half as much again, and draws a tenth more. */
    public void wear(long from, long within) {
        wornFrom = from;
        wornWithin = within;
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
        return start.plusMillis(sequence);
    }

    /** The next reading, healthy until it wears, each value with a noise of its own. */
    public byte[] next() {
        return reading(start.plusMillis(sent++)).getBytes(UTF_8);
    }

    /** 0 as new, 1 worn. */
    private double wear() {
        return Math.max(0, Math.min(1, (double) (sent - wornFrom) / wornWithin));
    }

    /** Which reading an insight with this time is about. */
    public long sequence(Instant time) {
        return time.toEpochMilli() - start.toEpochMilli();
    }

    /** A reading that holds to the contract, without counting it. */
    public String reading(Instant time) {
        return "{\"id\":\"urn:ngsi-ld:Pump:" + device + "\",\"type\":\"Pump\",\"dateObserved\":\"" + time
                + "\",\"vibrationX\":" + around(0.027 + 0.0135 * wear(), 0.002, 6) + ",\"vibrationY\":"
                + around(0.04 + 0.02 * wear(), 0.002, 6)
                + ",\"motorCurrent\":" + around(1.33 + 0.133 * wear(), 0.1, 4) + ",\"dischargePressure\":"
                + around(0.2, 0.15, 4)
                + ",\"motorTemperature\":" + around(79.3, 0.5, 3) + ",\"fluidTemperature\":" + around(26.0, 0.1, 3)
                + ",\"supplyVoltage\":" + around(233, 3, 2) + ",\"flow\":" + around(32, 0.4, 3) + "}";
    }

    private String around(double mean, double deviation, int digits) {
        double scale = Math.pow(10, digits);
        return Double.toString(Math.round((mean + deviation * noise.nextGaussian()) * scale) / scale);
    }
}
