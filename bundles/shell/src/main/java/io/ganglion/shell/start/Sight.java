// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import java.util.Map;

/**
 * What can be seen of a starting node.
 *
 * @param booted all features of the boot are installed and started
 * @param shellAnswers the shell's port accepts connections
 * @param intakeOpen the pipeline takes payloads
 * @param brokerDue there is a broker, and it is meant to run
 * @param drivers state of every driver by its name
 */
record Sight(
        boolean booted,
        boolean shellAnswers,
        boolean intakeOpen,
        boolean brokerDue,
        Map<String, DriverStatus> drivers) {

    /** The driver whose failure ends the start: without its port no device can reach the node. */
    static final String BROKER = "broker";

    Progress progress() {
        DriverStatus broker = drivers.get(BROKER);
        if (broker != null && broker.state() == State.FAILED) {
            return new Progress.Failed("the broker cannot start: " + broker.detail());
        }
        if (!booted) {
            return new Progress.Waiting("the features of the boot");
        }
        if (!intakeOpen) {
            return new Progress.Waiting("the pipeline");
        }
        if (broker == null && brokerDue) {
            return new Progress.Waiting("the broker");
        }
        if (broker != null && broker.state() != State.ONLINE && broker.state() != State.DEGRADED) {
            return new Progress.Waiting("the broker: " + broker.detail());
        }
        return shellAnswers ? new Progress.Up() : new Progress.Waiting("the shell's port");
    }
}
