// SPDX-License-Identifier: Apache-2.0
package io.ganglion.dl4j;

import java.nio.file.Path;
import org.deeplearning4j.config.DL4JClassLoading;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ProfilingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The native backend, ready for use. In a framework a service: who depends on it finds the library loaded. Outside of
 * one, {@link #start} makes it. Thread-safe.
 */
public final class Backend {
    private static final ClassLoader LOADER = Backend.class.getClassLoader();

    private final String name;

    private Backend(String name) {
        this.name = name;
    }

    /**
     * Loads the native code, once a process. Takes seconds at the first start on a machine, which unpacks it.
     *
     * @param cache where JavaCPP unpacks the native libraries (about 400 MB); an
     *     {@code org.bytedeco.javacpp.cachedir} that is set already wins
     * @throws IllegalStateException where there is no native library for this platform; the message says what to add
     */
    public static Backend start(Path cache) {
        // JavaCPP reads this name only; its own default is a folder in somebody's home.
        if (System.getProperty("org.bytedeco.javacpp.cachedir") == null) {
            System.setProperty("org.bytedeco.javacpp.cachedir", cache.toString());
        }
        return pinned(() -> {
            try {
                return new Backend(load());
            } catch (Exception | LinkageError e) {
                throw new IllegalStateException(
                        "no native library of DL4J loads on " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch")
                                + ": add the dl4j fragment of this platform (there is one for linux x86_64 and for linux"
                                + " arm64): " + e,
                        e);
            }
        });
    }

    private static String load() {
        ND4JClassLoading.setNd4jClassloader(LOADER);
        DL4JClassLoading.setDl4jClassloader(LOADER);
        String name = Nd4j.getBackend().getClass().getSimpleName();
        oneThread();
        // The library's default profiles every operation and checks its workspaces.
        Nd4j.getExecutioner().setProfilingMode(ProfilingMode.DISABLED);
        Nd4j.scalar(1f).add(1f);
        return name;
    }

    /** Networks as small as ours lose time to a second thread, and partitions run beside each other anyhow. */
    private static void oneThread() {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    /** For example {@code CpuBackend}. */
    public String name() {
        return name;
    }

    /**
     * Does work with the library's class loader as the thread's own. Whatever restores or builds a network needs it: the
     * library looks its layers up by name through the thread.
     */
    public static <T, E extends Exception> T pinned(Work<T, E> work) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(LOADER);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Something to do with the library. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }
}
