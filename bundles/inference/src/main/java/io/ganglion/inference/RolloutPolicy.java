// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.inference.rollout.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Hands the configured policy to the desk. A change takes effect at once; a wrong one leaves the last one in force. */
@Component(
        service = {},
        configurationPid = RolloutPolicy.PID,
        immediate = true)
@Designate(ocd = RolloutConfig.class)
public final class RolloutPolicy {
    static final String PID = "io.ganglion.inference.rollout";

    private final Inference inference;

    @Activate
    public RolloutPolicy(@Reference Inference inference, RolloutConfig config) {
        this.inference = inference;
        change(config);
    }

    @Modified
    void change(RolloutConfig config) {
        inference.desk().policy(policy(config));
    }

    static Policy policy(RolloutConfig config) {
        return new Policy(
                choice("promotion", config.promotion(), Policy.Promotion.values()),
                choice("arrivals", config.arrivals(), Policy.Arrivals.values()),
                config.canary__share(),
                choice("measure", config.measure(), Policy.Measure.values()),
                config.error(),
                config.least__rows(),
                Duration.ofMinutes(config.least__minutes()),
                config.greatest__excess(),
                config.greatest__silence(),
                config.greatest__alert__ratio(),
                Math.multiplyExact(config.latency__budget__us(), 1_000L),
                config.greatest__errors(),
                Duration.ofMinutes(config.guard__minutes()),
                config.roll__back());
    }

    private static <E extends Enum<E>> E choice(String setting, String text, E[] values) {
        String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values)
                .filter(value -> value.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        setting + " is one of " + Arrays.toString(values).toLowerCase(Locale.ROOT) + ": " + text));
    }
}
