// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true", "a/b, a/c, false", "a/b, a, false", "a, a/b, false", "a/+, a/b, true", "a/+, a/b/c, false",
        "a/+, a, false", "a/+, a/, true", "+/b, a/b, true", "a/+/c, a/b/c, true", "a/#, a, true", "a/#, a/b, true",
        "a/#, a/b/c, true", "a/#, ab, false", "a/+/#, a/b, true", "a/+/#, a, false", "#, a, true", "a/, a/, true",
        "a/, a, false", "a/bc, a/b, false", "a/b, a/bc, false", "a/+/d, a/b/c, false", "a.b, axb, false",
    })
    void filterTakesIn(String filter, String topic, boolean expected) {
        assertThat(Topics.matches(filter, topic)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "#, ganglion/plant1/#",
        "ganglion/#, ganglion/plant1/#",
        "+/+/insight/#, ganglion/plant1/insight/#",
        "ganglion/+/status/+, ganglion/plant1/status/+",
        "$share/g/#, $share/g/ganglion/plant1/#",
        "+, +",
        "+/+, +/+",
        "ganglion/plant2/#, ganglion/plant2/#",
        "$SYS/#, $SYS/#",
        "ganglion/plant1/insight/#, ganglion/plant1/insight/#",
    })
    void wideFilterReachesAsFarAsTheSite(String filter, String narrowed) {
        assertThat(new Topics("plant1").narrowed(filter)).isEqualTo(narrowed);
    }
}
