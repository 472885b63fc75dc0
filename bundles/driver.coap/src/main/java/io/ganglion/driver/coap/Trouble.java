// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.device.DriverStatus.State;

/**
 * Why a device is not observed, for the operator.
 *
 * @param state {@code OFFLINE} where it may pass by itself, {@code FAILED} where a person must act; it is tried again
 *     either way, in the second case seldom
 * @param message one sentence
 */
record Trouble(State state, String message) {

    static Trouble passing(String message) {
        return new Trouble(State.OFFLINE, message);
    }

    static Trouble lasting(String message) {
        return new Trouble(State.FAILED, message);
    }
}
