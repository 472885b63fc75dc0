// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import java.util.Map;

/**
 * Where a host's counters stand at one moment.
 *
 * @param nanos monotonic time, ns
 * @param busyTicks processor time spent working, over all processors, any unit
 * @param totalTicks all processor time, same unit
 * @param memoryUsed share of physical memory that is not available to a new program, %
 * @param disks bytes read and written so far, for each physical disk
 * @param networks bytes received and sent so far, for each interface but the loopback
 * @param cpuFrequency mean over the processors, MHz; {@code NaN} where the host does not say
 * @param temperature of the processor, °C; {@code NaN} where the host does not say
 */
record HostCounters(
        long nanos,
        long busyTicks,
        long totalTicks,
        double memoryUsed,
        Map<String, Traffic> disks,
        Map<String, Traffic> networks,
        double cpuFrequency,
        double temperature) {

    /**
     * What went through one device since it came up.
     *
     * @param in bytes read or received
     * @param out bytes written or sent
     */
    record Traffic(long in, long out) {}

    HostCounters {
        disks = Map.copyOf(disks);
        networks = Map.copyOf(networks);
    }

    /** What happened from an earlier moment to this one. */
    HostRow since(HostCounters earlier) {
        double seconds = Math.max(1, nanos - earlier.nanos) / 1e9;
        long ticks = totalTicks - earlier.totalTicks;
        double load = ticks > 0 ? 100.0 * (busyTicks - earlier.busyTicks) / ticks : 0;
        Traffic disk = moved(disks, earlier.disks);
        Traffic network = moved(networks, earlier.networks);
        return new HostRow(
                Math.max(0, Math.min(100, load)),
                memoryUsed,
                disk.in() / seconds,
                disk.out() / seconds,
                network.in() / seconds,
                network.out() / seconds,
                cpuFrequency,
                temperature);
    }

    private static Traffic moved(Map<String, Traffic> now, Map<String, Traffic> before) {
        long in = 0;
        long out = 0;
        for (Map.Entry<String, Traffic> device : now.entrySet()) {
            // A device that was just plugged in has no past; a counter that fell was reset or wrapped, and starts anew.
            Traffic past = before.getOrDefault(device.getKey(), device.getValue());
            in += Math.max(0, device.getValue().in() - past.in());
            out += Math.max(0, device.getValue().out() - past.out());
        }
        return new Traffic(in, out);
    }
}
