// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every connection shares.
 *
 * @param sessions the topic filters that a client's session already has
 * @param intakes gives the pipeline's door, or null while there is none
 */
record Door(
        Topics topics,
        Settings.Limits limits,
        Supplier<Intake> intakes,
        Subscribers subscribers,
        ExactlyOnce exactlyOnce,
        Meters meters,
        Function<String, List<String>> sessions,
        Clock clock) {

    /** The name under which this driver delivers payloads. */
    static final String DRIVER = "broker";

    /** Topic aliases that an MQTT 5 client may define. */
    static final int TOPIC_ALIASES = 32;

    /** Null while there is no pipeline. */
    Intake intake() {
        return intakes.get();
    }

    long millis() {
        return clock.millis();
    }
}
