// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.process;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the trainer in a JVM of its own, last in the queue for the processor, and ends it where it wants more than it may.
 * The trainer holds the other end of a pipe: where this process dies, however it dies, the trainer ends.
 *
 * <p>One run; {@link #run} blocks, {@link #kill} may be called from any thread.
 */
public final class TrainerProcess {
    /** What the trainer's class is called. Never loaded here. */
    static final String MAIN = "io.ganglion.learning.Retrain";

    private static final long LOOK_MS = 200;
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNAL = 128;
    private static final int TAIL = 2000;
    private static final String LOG = "trainer.log";

    private final List<Path> classPath;
    private final Limits limits;
    private final Path folder;
    private final Path cache;
    private volatile Process process;
    private volatile boolean killed;

    /**
     * @param folder where the job lies
     * @param cache where native code is unpacked, once for all runs
     */
    public TrainerProcess(List<Path> classPath, Limits limits, Path folder, Path cache) {
        this.classPath = List.copyOf(classPath);
        this.limits = limits;
        this.folder = folder;
        this.cache = cache;
    }

    /** Runs it to its end, whichever that is. */
    public TrainerEnd run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile());
        Conditions.apply(builder.environment());
        Process started = builder.start();
        process = started;
        if (killed) {
            started.destroyForcibly();
        }
        Duration cpu = Duration.ZERO;
        long peak = 0;
        String excess = "";
        try {
            while (!started.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                Duration now = Usage.cpu(started);
                cpu = now.compareTo(cpu) > 0 ? now : cpu;
                peak = Math.max(peak, Usage.peakMb(started.pid()));
                excess = excess.isEmpty() ? excess(cpu, peak, System.nanoTime() - began) : excess;
                if (!excess.isEmpty()) {
                    started.destroyForcibly();
                }
            }
        } finally {
            started.destroyForcibly();
            started.getOutputStream().close();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int status = started.exitValue();
        String said = tail();
        boolean made = status == 0 && excess.isEmpty();
        return new TrainerEnd(made, made ? said : failure(status, excess, said), seconds, cpu.toMillis() / 1e3, peak);
    }

    /** Ends it at once. */
    public void kill() {
        killed = true;
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** Its process id, while it runs. */
    public Optional<Long> pid() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
    }

    private String excess(Duration cpu, long peak, long nanos) {
        if (nanos > limits.wall().toNanos()) {
            return "it took longer than wall_s=" + limits.wall().toSeconds() + ": raise it, or shorten window_h";
        }
        if (cpu.compareTo(limits.cpu()) > 0) {
            return "it used more processor time than cpu_s=" + limits.cpu().toSeconds()
                    + ": raise it, or lower max_rows";
        }
        if (peak > limits.memoryMb()) {
            return "it held " + peak + " MB of memory, more than memory_mb=" + limits.memoryMb()
                    + ": raise it, or lower max_rows";
        }
        long disk = Usage.folderMb(folder);
        return disk > limits.diskMb()
                ? "its folder grew to " + disk + " MB, more than disk_mb=" + limits.diskMb() + ": raise it"
                : "";
    }

    private String failure(int status, String excess, String said) {
        if (!excess.isEmpty()) {
            return "the trainer was ended: " + excess;
        }
        if (status == OUT_OF_MEMORY) {
            return "the trainer ran out of memory: heap_mb=" + limits.heapMb() + " native_mb=" + limits.nativeMb()
                    + ". Raise them, or lower max_rows";
        }
        if (status > SIGNAL) {
            return "the trainer was killed by signal " + (status - SIGNAL)
                    + (status - SIGNAL == 24
                            ? ": it used more processor time than cpu_s="
                                    + limits.cpu().toSeconds()
                            : "")
                    + ". Ask again: aiot:retrain";
        }
        return "the trainer failed with status " + status + ": " + (said.isEmpty() ? "it said nothing" : said);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        find("nice").ifPresent(nice -> command.addAll(List.of(nice, "-n", "19")));
        // A second beyond our own watch: whoever watches says it in better words than the kernel.
        find("prlimit")
                .ifPresent(prlimit -> command.addAll(List.of(
                        prlimit,
                        "--cpu=" + (limits.cpu().toSeconds() + 1),
                        "--fsize=" + ((long) limits.diskMb() << 20),
                        "--core=0")));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + limits.heapMb() + "m",
                "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + folder,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-Dorg.bytedeco.javacpp.maxbytes=" + ((long) limits.nativeMb() << 20),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=" + ((long) limits.memoryMb() << 20),
                "-cp",
                String.join(
                        File.pathSeparator,
                        classPath.stream().map(Path::toString).toList()),
                MAIN,
                folder.toString()));
        return command;
    }

    private static Optional<String> find(String program) {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) {
                return Optional.of(path.toString());
            }
        }
        return Optional.empty();
    }

    /** The last that it said, one line. */
    private String tail() throws IOException {
        Path log = folder.resolve(LOG);
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL));
            byte[] end = new byte[(int) Math.min(TAIL, file.length())];
            file.readFully(end);
            String[] lines = new String(end, StandardCharsets.UTF_8).strip().split("\\R", -1);
            return lines[lines.length - 1].strip();
        }
    }
}
