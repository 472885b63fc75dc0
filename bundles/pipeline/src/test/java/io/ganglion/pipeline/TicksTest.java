// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Intake;
import io.ganglion.pipeline.lane.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicksTest {

    private final Troubles troubles = new Troubles(InstantSource.system(), System::nanoTime);
    private final Ticks ticks = new Ticks((payload, done) -> true, troubles);

    @AfterEach
    void stop() {
        ticks.stop();
    }

    private static final class Sensor implements PolledDriver {
        final AtomicInteger polls = new AtomicInteger();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final Runnable body;

        Sensor(Runnable body) {
            this.body = body;
        }

        @Override
        public String name() {
            return "sensor";
        }

        @Override
        public DriverStatus status() {
            return new DriverStatus(DriverStatus.State.ONLINE, "", Instant.EPOCH);
        }

        @Override
        public Duration period() {
            return Duration.ofMillis(1);
        }

        @Override
        public void poll(Intake intake) {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            try {
                polls.incrementAndGet();
                body.run();
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    @Test
    void driversThatBlockDoNotStarveTheOthers() {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            ticks.add(new Sensor(() -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        Sensor healthy = new Sensor(() -> {});
        ticks.add(healthy);
        await().until(() -> healthy.polls.get() > 20);
        never.countDown();
    }

    @Test
    void driverThatThrowsIsPolledOn_andShowsAsTrouble() {
        Sensor sensor = new Sensor(() -> {
            throw new IllegalStateException("cable pulled");
        });
        ticks.add(sensor);
        await().until(() -> sensor.polls.get() > 5);
        assertThat(troubles.describe()).contains("poll of").contains("cable pulled");
    }

    @Test
    void driverIsNeverPolledTwiceAtATime_norAfterItsRemoval() {
        Sensor sensor = new Sensor(Thread::yield);
        Sensor other = new Sensor(() -> {});
        ticks.add(sensor);
        ticks.add(other);
        await().until(() -> sensor.polls.get() > 50);
        ticks.remove(sensor);
        int polls = sensor.polls.get();
        int others = other.polls.get();
        await().until(() -> other.polls.get() > others + 20);
        assertThat(sensor.polls).hasValue(polls);
        assertThat(sensor.overlaps).hasValue(0);
    }
}
