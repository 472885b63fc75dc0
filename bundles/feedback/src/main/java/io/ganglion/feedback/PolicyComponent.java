// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.feedback.alert.AlertPolicy;
import io.ganglion.feedback.alert.AlertPolicy.Clear;
import io.ganglion.feedback.alert.AlertPolicy.Raise;
import io.ganglion.feedback.alert.Ladder;
import io.ganglion.feedback.alert.MaintenanceWindow;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The policy of one use case, as configured. A service of this bundle alone. */
@Component(
        service = PolicyComponent.class,
        configurationPid = PolicyConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PolicyConfig.class, factory = true)
public final class PolicyComponent {
    private static final double MINUTE_MILLIS = 60_000;

    private final AlertPolicy policy;

    @Activate
    public PolicyComponent(PolicyConfig config) {
        policy = policy(config);
    }

    AlertPolicy policy() {
        return policy;
    }

    /** @throws IllegalArgumentException where a setting is wrong; the message carries it */
    static AlertPolicy policy(PolicyConfig config) {
        return new AlertPolicy(
                config.use__case().strip(),
                config.contract().strip(),
                pattern("devices", config.devices()),
                pattern("asset", config.asset()),
                new Raise(config.raise__rows(), config.raise__of(), Duration.ofSeconds(config.raise__s())),
                new Clear(
                        config.clear__rows(),
                        Duration.ofSeconds(config.clear__s()),
                        Duration.ofSeconds(config.hold__off__s())),
                new Ladder(
                        numbers("severity_shares", config.severity__shares()),
                        Arrays.stream(numbers("severity_min", config.severity__min()))
                                .mapToObj(PolicyComponent::minutes)
                                .toArray(Duration[]::new)),
                // A .cfg file gives all entries in one text, parted by commas.
                Arrays.stream(config.windows())
                        .flatMap(entries -> Arrays.stream(entries.split(",")))
                        .filter(entry -> !entry.isBlank())
                        .map(MaintenanceWindow::parse)
                        .toList(),
                targets(config),
                config.system().strip(),
                config.recreate());
    }

    private static Map<Span, Duration> targets(PolicyConfig config) {
        Map<Span, Duration> targets = new EnumMap<>(Span.class);
        List<Double> minutes = List.of(
                config.target__ticket__min(),
                config.target__acknowledged__min(),
                config.target__resolved__min(),
                config.target__label__min(),
                config.target__live__min());
        for (Span span : Span.values()) {
            if (minutes.get(span.ordinal()) > 0) {
                targets.put(span, minutes(minutes.get(span.ordinal())));
            }
        }
        return targets;
    }

    private static Duration minutes(double minutes) {
        return Duration.ofMillis(Math.round(minutes * MINUTE_MILLIS));
    }

    private static Pattern pattern(String key, String text) {
        try {
            return Pattern.compile(text.strip());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(key + " is a regular expression: " + e.getMessage(), e);
        }
    }

    private static double[] numbers(String key, String text) {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is three numbers parted by commas: " + text, e);
        }
    }
}
