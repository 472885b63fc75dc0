// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import static java.lang.StrictMath.exp;
import static java.lang.StrictMath.max;
import static java.lang.StrictMath.min;
import static java.lang.StrictMath.sin;

import io.ganglion.driver.host.HostFault.Kind;

/**
 * A host that works in stretches: load comes and goes with the hour, memory, traffic, clock and heat follow the load,
 * disks are written in bursts. Not thread-safe.
 */
final class SyntheticHost {
    private static final double DAY = 86_400;
    private static final double DISK_LIMIT = 5e8;
    private static final double NETWORK_LIMIT = 1.2e8;

    private final HostTraits traits;
    private final HostFault fault;
    private final double seconds;
    private final Dice dice;
    private final Wander loadNoise;
    private final Wander memoryDrift;
    private final Wander traffic;
    private final Wander room;
    private long row;
    private boolean busy;
    private double load;
    private double work;
    private double temperature;

    SyntheticHost(HostFault fault, double seconds, Dice dice) {
        this.traits = HostTraits.draw(dice);
        this.fault = fault;
        this.seconds = seconds;
        this.dice = dice;
        this.loadNoise = new Wander(0.25, 8, dice);
        this.memoryDrift = new Wander(dice.between(0.1, 2.5), 900, dice);
        this.traffic = new Wander(0.6, 60, dice);
        this.room = new Wander(0.8, 1800, dice);
        this.load = traits.idleLoad();
        this.temperature = traits.coolest();
    }

    HostRow next() {
        breathe();
        double thrash = fault.strength(Kind.DISK_THRASH, row);
        double flood = fault.strength(Kind.NETWORK_FLOOD, row);
        double shownLoad = load(flood, thrash);
        double memory = memory();
        double received = received(flood);
        HostRow shown = new HostRow(
                shownLoad,
                memory,
                disk(traits.readRate(), 0.15, thrash),
                disk(traits.writeRate(), 0.6, thrash),
                received,
                min(NETWORK_LIMIT, received * traits.transmitShare() * exp(0.3 * dice.normal()) * (1 - 0.95 * flood)),
                frequency(shownLoad),
                heat(shownLoad));
        row++;
        return shown;
    }

    /** Work starts and ends, more of it by day. */
    private void breathe() {
        double day = sin(2 * StrictMath.PI * (traits.phase() + row * seconds) / DAY);
        double mean = busy
                ? traits.busySeconds() * (1 + traits.daily() * day)
                : traits.idleSeconds() * (1 - traits.daily() * day);
        if (dice.chance(1 - exp(-seconds / max(1, mean)))) {
            busy = !busy;
        }
        double target = busy ? traits.busyLoad() : traits.idleLoad();
        load += (target - load) * (1 - exp(-seconds / 1.5));
        work += ((busy ? 1 : 0) - work) * (1 - exp(-seconds / 60));
    }

    private double load(double flood, double thrash) {
        double noisy = load * exp(loadNoise.step(seconds, dice)) + (dice.chance(0.03) ? dice.between(0, 15) : 0);
        double disturbed = noisy + 20 * flood + 12 * thrash;
        double runaway = fault.strength(Kind.RUNAWAY_CPU, row);
        return min(100, max(disturbed, runaway * dice.between(97, 100)));
    }

    private double memory() {
        double healthy = traits.memoryBase()
                + traits.memoryWork() * work
                + memoryDrift.step(seconds, dice)
                + 0.05 * dice.normal();
        double leak = fault.strength(Kind.MEMORY_LEAK, row);
        return min(99.5, max(0.5, healthy + leak * (98 - healthy)));
    }

    /** Mostly nothing, now and then a burst; a row longer than the pause between bursts sees their mean. */
    private double disk(double rate, double quietShare, double thrash) {
        double pause = traits.burstSeconds() * (busy ? 0.3 : 1) / quietShare;
        double burst = dice.chance(1 - exp(-seconds / pause)) ? rate * exp(dice.normal()) / max(1, seconds) : 0;
        double thrashing = thrash > 0 ? thrash * dice.betweenDecades(4e7, 3e8) : 0;
        return min(DISK_LIMIT, StrictMath.rint((burst + thrashing) / 4096) * 4096);
    }

    private double received(double flood) {
        double quiet = traits.receiveRate() * exp(traffic.step(seconds, dice) + 0.5 * dice.normal());
        double working = quiet * (1 + (traits.networkWork() - 1) * load / 100);
        double flooding = flood > 0 ? flood * dice.between(2e7, 9e7) : 0;
        return min(NETWORK_LIMIT, working + flooding);
    }

    private double frequency(double shownLoad) {
        double span = traits.fastest() - traits.slowest();
        double noise = span > 0 ? 0.03 * span * dice.normal() : 0;
        return StrictMath.rint(traits.slowest() + span * StrictMath.sqrt(shownLoad / 100) + noise);
    }

    private double heat(double shownLoad) {
        double target = traits.coolest() + room.step(seconds, dice) + traits.heat() * shownLoad / 100;
        temperature += (target - temperature) * (1 - exp(-seconds / traits.heatSeconds()));
        return StrictMath.rint(temperature + 0.3 * dice.normal());
    }
}
