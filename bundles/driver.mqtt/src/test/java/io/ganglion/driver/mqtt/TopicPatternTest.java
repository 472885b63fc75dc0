// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
    private static final String OURS = "ganglion/{site}/telemetry/{contract}/{device}";

    @Test
    void ourOwnTreeNamesContractAndDevice() {
        TopicPattern pattern = new TopicPattern(OURS, "");

        assertThat(pattern.filter()).isEqualTo("ganglion/+/telemetry/+/+");
        assertThat(pattern.match("ganglion/plant1/telemetry/Pump/pump-7"))
                .contains(new TopicPattern.Address("Pump", "pump-7"));
    }

    @Test
    void aForeignTreeTakesItsContractFromTheSettings() {
        TopicPattern pattern = new TopicPattern("hall/+/pumps/{device}/#", "Pump");

        assertThat(pattern.filter()).isEqualTo("hall/+/pumps/+/#");
        assertThat(pattern.match("hall/3/pumps/p9/state/full")).contains(new TopicPattern.Address("Pump", "p9"));
        assertThat(pattern.match("hall/3/pumps/p9")).contains(new TopicPattern.Address("Pump", "p9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ganglion/plant1/telemetry/Pump",
                "ganglion/plant1/telemetry/Pump/pump-7/more",
                "ganglion/plant1/insight/Pump/pump-7",
                "ganglion/plant1/telemetry/Pump/",
                "ganglion/plant1/telemetry//pump-7",
                "ganglion/plant1/telemetry/Pump/two words",
                ""
            })
    void aTopicThatDoesNotFitBelongsNowhere(String topic) {
        assertThat(new TopicPattern(OURS, "").match(topic)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/{contract}", "a/{device}", "a/{device}/{device}/{contract}", "a/x{device}/{contract}", "#"})
    void aPatternThatCannotNameBothIsRefusedWithItsText(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicPattern(pattern, ""))
                .withMessageContaining("topic_pattern=" + pattern);
    }
}
