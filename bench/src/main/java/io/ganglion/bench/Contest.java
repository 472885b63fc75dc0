// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Runs contenders in turn, round after round, on one thread, and counts that thread's CPU time and allocation. In turn,
 * so that a noisy neighbour slows all alike; the median over rounds, so that one bad round does not count.
 */
public final class Contest {

    /** Does its work {@code times} over and returns something that depends on it, so that it is not optimised away. */
    @FunctionalInterface
    public interface Work {
        double run(int times) throws Exception;
    }

    /**
     * What a contender achieved.
     *
     * @param perCpuSecond operations per CPU-second, median over rounds
     * @param bytes allocated per operation, median over rounds
     */
    public record Score(double perCpuSecond, double bytes) {}

    private static final Path TASKS = Path.of("/proc/self/task");

    private final Map<String, Work> contenders = new LinkedHashMap<>();
    private final int rounds;
    private final long roundNanos;
    private final LongSupplier cpu;
    private volatile double sink;

    public Contest(boolean quick) {
        this(quick, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    /** Counts what all threads of this process spend, for contenders that have threads of their own. */
    public static Contest ofProcess(boolean quick) {
        return new Contest(quick, Files.isDirectory(TASKS) ? Contest::spentByAll : Contest::spentCoarsely);
    }

    /** Linux counts each thread's nanoseconds; what the JVM offers for the process has a tick of ten milliseconds. */
    private static long spentByAll() {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += spent(task.resolve("schedstat"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static long spent(Path task) {
        try {
            String line = Files.readString(task);
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException e) {
            // It has ended between the listing and the reading.
            return 0;
        }
    }

    private static long spentCoarsely() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private Contest(boolean quick, LongSupplier cpu) {
        this.cpu = cpu;
        this.rounds = quick ? 5 : 11;
        this.roundNanos = quick ? 150_000_000L : 600_000_000L;
    }

    public Contest add(String name, Work work) {
        contenders.put(name, work);
        return this;
    }

    /** Warms up, measures, and returns the scores by name in the order of adding. */
    public Map<String, Score> run() throws Exception {
        Map<String, double[]> rates = new LinkedHashMap<>();
        Map<String, double[]> bytes = new LinkedHashMap<>();
        Map<String, Integer> batch = new LinkedHashMap<>();
        for (var contender : contenders.entrySet()) {
            batch.put(contender.getKey(), warmUp(contender.getValue()));
            rates.put(contender.getKey(), new double[rounds]);
            bytes.put(contender.getKey(), new double[rounds]);
        }
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders.entrySet()) {
                String name = contender.getKey();
                Score score = measure(contender.getValue(), batch.get(name));
                rates.get(name)[round] = score.perCpuSecond();
                bytes.get(name)[round] = score.bytes();
            }
        }
        Map<String, Score> result = new LinkedHashMap<>();
        rates.forEach((name, rate) -> result.put(name, new Score(median(rate), median(bytes.get(name)))));
        return result;
    }

    private int warmUp(Work work) throws Exception {
        int times = 1;
        long end = System.nanoTime() + 2 * roundNanos;
        long took = 0;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            sink += work.run(times);
            took = System.nanoTime() - start;
            if (took < roundNanos / 20) {
                times = Math.multiplyExact(times, 2);
            }
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, times * (double) roundNanos / Math.max(1, took)));
    }

    private Score measure(Work work, int times) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long before = cpu.getAsLong();
        sink += work.run(times);
        long spent = cpu.getAsLong() - before;
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        return new Score(times / (Math.max(1, spent) / 1e9), (double) allocated / times);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
