// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import static java.util.stream.Collectors.toMap;

import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import io.ganglion.shell.Services;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the node come up, on a thread of its own that ends with it. Leaves {@code up} or {@code failed} in the folder
 * {@code ganglion.run} for the script that waits there.
 */
@Component(service = Threshold.class, immediate = true)
public final class Threshold {
    private static final Logger LOG = LoggerFactory.getLogger(Threshold.class);
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int LOOKS = 1_200;
    private static final long LOOK_EVERY_MILLIS = 50;

    private final BundleContext bundles;
    private final Services services;
    private final String run;
    private final boolean demo;
    private final Thread watcher;

    @Activate
    public Threshold(BundleContext bundles) {
        this.bundles = bundles;
        this.services = Services.of(bundles);
        this.run = System.getProperty("ganglion.run", "");
        this.demo = Boolean.getBoolean("ganglion.demo");
        this.watcher = new Thread(this::watch, "ganglion-threshold");
        watcher.setDaemon(true);
        watcher.start();
    }

    @Deactivate
    void stop() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            Progress progress = comeUp();
            if (progress instanceof Progress.Up) {
                LOG.info("up {} ms after the start of the JVM", uptime());
                leave("up", uptime() + " ms");
                // Once: what the boot left behind is a third of a small heap, and goes back to the machine.
                System.gc();
                lookOut();
            } else {
                String reason = progress instanceof Progress.Failed failed
                        ? failed.reason()
                        : "still waiting for " + ((Progress.Waiting) progress).forWhat();
                LOG.error("The node did not come up: {}", reason);
                leave("failed", "ganglion: the node did not come up: " + reason);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the first insight; before a demo for as long as it runs. */
    private void lookOut() throws InterruptedException {
        if (demo) {
            System.out.print(Banner.of(services.find(Node.class), uptime()));
        }
        Lookout lookout = new Lookout();
        boolean first = true;
        while (first || demo) {
            List<String> news =
                    lookout.news(services.find(Devices.class).map(Devices::list).orElse(List.of()));
            if (first && !news.isEmpty()) {
                LOG.info("first insight {} ms after the start of the JVM: {}", uptime(), news.get(0));
                first = false;
            }
            if (demo) {
                news.forEach(line -> System.out.println("[" + CLOCK.format(LocalTime.now()) + "] " + line));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private Progress comeUp() throws InterruptedException {
        Progress progress = look().progress();
        for (int i = 0; i < LOOKS && progress instanceof Progress.Waiting; i++) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            progress = look().progress();
        }
        return progress;
    }

    private Sight look() {
        boolean booted = bundles.getServiceReference(BOOT_FINISHED) != null;
        return new Sight(
                booted,
                booted && answers(Integer.getInteger("ganglion.port.shell", 0)),
                services.find(Intake.class).isPresent(),
                brokerIsDue(),
                services.all(Driver.class).stream().collect(toMap(Driver::name, Driver::status, (a, b) -> a)));
    }

    /** On a warm start the boot is finished at once, before bundles of the higher levels have started. */
    private boolean brokerIsDue() {
        return Arrays.stream(bundles.getBundles())
                .filter(bundle -> "io.ganglion.broker".equals(bundle.getSymbolicName()))
                .anyMatch(bundle -> bundle.adapt(BundleStartLevel.class).isPersistentlyStarted());
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void leave(String name, String message) {
        if (run.isEmpty()) {
            return;
        }
        try {
            Path partial = Files.writeString(Path.of(run, name + ".tmp"), message + "\n");
            Files.move(partial, Path.of(run, name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.error("Cannot tell the start script: {}", e.toString());
        }
    }

    static long uptime() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }
}
