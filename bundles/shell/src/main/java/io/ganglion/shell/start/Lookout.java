// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import static java.util.stream.Collectors.joining;

import io.ganglion.api.device.Device;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.shell.print.Plain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Remembers what was thought of each device, and tells what is new. */
final class Lookout {
    private final Map<String, Condition> known = new HashMap<>();

    /** One line for each device that has its first verdict, or another one than before. */
    List<String> news(List<Device> devices) {
        List<String> news = new ArrayList<>();
        for (Device device : devices) {
            device.insight()
                    .filter(insight -> known.put(device.name(), insight.verdict()) != insight.verdict())
                    .ifPresent(insight -> news.add(line(device, insight)));
        }
        return news;
    }

    private static String line(Device device, Insight insight) {
        String verdict = insight.verdict().name().toLowerCase(Locale.ROOT);
        String subject = device.contract() + " " + Plain.text(device.name()) + ": " + verdict;
        return switch (insight.verdict()) {
            case COMMISSIONING -> subject + ", its own normal is being learned (" + insight.model() + ")";
            case NORMAL -> subject + ", " + measured(insight);
            case ANOMALOUS -> subject + ", " + measured(insight) + ", mostly " + because(insight);
        };
    }

    private static String measured(Insight insight) {
        return "score " + Plain.number(insight.score()) + " at threshold " + Plain.number(insight.threshold());
    }

    private static String because(Insight insight) {
        return insight.contributions(3).stream()
                .map(part -> part.attribute() + " " + Plain.percent(part.share()))
                .collect(joining(", "));
    }
}
