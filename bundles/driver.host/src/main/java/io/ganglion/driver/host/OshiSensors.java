// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import io.ganglion.driver.host.HostCounters.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/**
 * This machine's own sensors, read by OSHI. The first one made loads native code (about 0.2 s) and fails with a {@link
 * LinkageError} where there is none for this platform. Not thread-safe.
 */
final class OshiSensors implements Supplier<HostCounters> {
    /** Loops, memory disks, optical drives, and maps and arrays over disks that are counted already. */
    private static final Pattern VIRTUAL_DISK = Pattern.compile("(/dev/)?(loop|ram|zram|dm-|md|sr|fd|nbd)\\d*");

    private final HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
    private final CentralProcessor processor = hardware.getProcessor();
    private final GlobalMemory memory = hardware.getMemory();

    @Override
    public HostCounters get() {
        long[] ticks = processor.getSystemCpuLoadTicks();
        long total = LongStream.of(ticks).sum();
        long waiting = ticks[TickType.IDLE.getIndex()] + ticks[TickType.IOWAIT.getIndex()];
        return new HostCounters(
                System.nanoTime(),
                total - waiting,
                total,
                100.0 * (memory.getTotal() - memory.getAvailable()) / memory.getTotal(),
                disks(),
                networks(),
                LongStream.of(processor.getCurrentFreq())
                                .filter(hertz -> hertz > 0)
                                .average()
                                .orElse(Double.NaN)
                        / 1e6,
                temperature());
    }

    // One listing for all disks: OSHI's own update of a single disk lists them all again.
    private Map<String, Traffic> disks() {
        Map<String, Traffic> traffic = new HashMap<>();
        for (HWDiskStore disk : hardware.getDiskStores()) {
            if (isPhysical(disk.getName())) {
                traffic.put(disk.getName(), new Traffic(disk.getReadBytes(), disk.getWriteBytes()));
            }
        }
        return traffic;
    }

    private Map<String, Traffic> networks() {
        Map<String, Traffic> traffic = new HashMap<>();
        for (NetworkIF network : hardware.getNetworkIFs(false)) {
            traffic.put(network.getName(), new Traffic(network.getBytesRecv(), network.getBytesSent()));
        }
        return traffic;
    }

    /** OSHI says 0 or less where it finds no sensor. */
    private double temperature() {
        double celsius = hardware.getSensors().getCpuTemperature();
        return celsius > 0 ? celsius : Double.NaN;
    }

    static boolean isPhysical(String disk) {
        return !VIRTUAL_DISK.matcher(disk).matches();
    }
}
