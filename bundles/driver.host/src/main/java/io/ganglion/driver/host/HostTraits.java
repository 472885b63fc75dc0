// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

/**
 * What makes one host differ from the next: from a small edge box to a busy server.
 *
 * @param idleLoad % while nothing much happens
 * @param busyLoad % while it works
 * @param idleSeconds mean length of a quiet stretch, s
 * @param busySeconds mean length of a busy stretch, s
 * @param daily share by which work swings over a day
 * @param phase seconds into its day at the first row
 * @param memoryBase % that is always taken
 * @param memoryWork % that work adds
 * @param readRate bytes/s of a typical read burst
 * @param writeRate bytes/s of a typical write burst
 * @param burstSeconds mean time between bursts to the disk, s
 * @param receiveRate bytes/s in while quiet
 * @param transmitShare bytes out for each byte in
 * @param networkWork factor by which work raises the traffic
 * @param slowest MHz at rest; {@code NaN} where the host does not say
 * @param fastest MHz under load
 * @param coolest °C at rest; {@code NaN} where the host does not say
 * @param heat K that full load adds
 * @param heatSeconds time constant of the heat sink, s
 */
record HostTraits(
        double idleLoad,
        double busyLoad,
        double idleSeconds,
        double busySeconds,
        double daily,
        double phase,
        double memoryBase,
        double memoryWork,
        double readRate,
        double writeRate,
        double burstSeconds,
        double receiveRate,
        double transmitShare,
        double networkWork,
        double slowest,
        double fastest,
        double coolest,
        double heat,
        double heatSeconds) {

    static HostTraits draw(Dice dice) {
        double fastest = dice.between(1200, 4200);
        // A virtual machine sees one fixed frequency, and some see none; the same goes for temperatures.
        double slowest = dice.chance(0.5) ? fastest : fastest * dice.between(0.3, 0.8);
        return new HostTraits(
                dice.betweenDecades(0.4, 10),
                dice.between(15, 90),
                dice.betweenDecades(30, 1200),
                dice.betweenDecades(5, 300),
                dice.between(0.1, 0.7),
                dice.between(0, 86_400),
                dice.between(4, 70),
                dice.between(0.5, 14),
                dice.betweenDecades(2e4, 4e7),
                dice.betweenDecades(1e4, 2e7),
                dice.betweenDecades(1.5, 40),
                dice.betweenDecades(30, 2e5),
                dice.betweenDecades(0.05, 8),
                dice.betweenDecades(1, 60),
                dice.chance(0.15) ? Double.NaN : slowest,
                fastest,
                dice.chance(0.5) ? Double.NaN : dice.between(28, 55),
                dice.between(10, 45),
                dice.betweenDecades(8, 90));
    }
}
