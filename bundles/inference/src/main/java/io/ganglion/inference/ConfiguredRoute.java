// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A plan from configuration. It is set when it changes, and does not undo by a restart what was set by hand since. */
@Component(
        service = {},
        configurationPid = ConfiguredRoute.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = RouteConfig.class, factory = true)
public final class ConfiguredRoute {
    static final String PID = "io.ganglion.inference.route";

    private final Inference inference;
    private final RoutePlan plan;

    @Activate
    public ConfiguredRoute(@Reference Inference inference, RouteConfig config, Map<String, Object> properties) {
        this.inference = inference;
        this.plan = plan(config, String.valueOf(properties.get("service.pid")));
        inference.desk().configure(plan);
    }

    @Deactivate
    void stop() {
        inference.desk().forget(plan.contract());
    }

    static RoutePlan plan(RouteConfig config, String pid) {
        String contract = config.contract().isBlank() && pid.indexOf('~') >= 0
                ? pid.substring(pid.indexOf('~') + 1)
                : config.contract();
        if (contract.isBlank()) {
            throw new IllegalArgumentException("a route names its contract: add contract = NAME to " + pid);
        }
        List<Trial> trials = new ArrayList<>();
        for (String challenger : filled(config.challengers())) {
            if (challenger.indexOf('=') < 0) {
                throw new IllegalArgumentException(
                        "a challenger is NAME@VERSION=SHARE or NAME@VERSION=tag:TAG: " + challenger);
            }
            trials.add(Trial.parse(Mode.CHALLENGER, challenger));
        }
        for (String shadow : filled(config.shadows())) {
            trials.add(Trial.parse(Mode.SHADOW, shadow));
        }
        Optional<ModelId> champion =
                config.champion().isBlank() ? Optional.empty() : Optional.of(ModelId.parse(config.champion()));
        return new RoutePlan(contract, champion, trials);
    }

    /** A key without a value is one empty text, and a .cfg file gives all entries in one, parted by commas. */
    private static List<String> filled(String[] values) {
        return Arrays.stream(values)
                .flatMap(entries -> Arrays.stream(entries.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
