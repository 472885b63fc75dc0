// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.model.Insight.Contribution;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An alert in words, for people who walk to the machine. */
public final class Wording {
    private static final int TITLE_LIMIT = 255;
    private static final int SENSORS = 3;
    /** A sensor with less of the score than this is no reason to walk to the machine. */
    private static final double LEAST_SHARE = 0.05;

    private Wording() {}

    static String title(Alert alert) {
        List<Contribution> parts = alert.contributions();
        String sensors = parts.stream()
                .filter(part -> part.share() >= LEAST_SHARE)
                .limit(SENSORS)
                .map(part -> part.attribute() + " " + Math.round(part.share() * 100) + " %")
                .collect(Collectors.joining(", "));
        String title = alert.asset() + " is not as it should be" + (sensors.isEmpty() ? "" : ": " + sensors);
        return title.length() <= TITLE_LIMIT ? title : title.substring(0, TITLE_LIMIT);
    }

    /** Some lines: what was seen, since when, which sensors, which model. */
    public static String description(Alert alert, String workOrder) {
        StringBuilder text = new StringBuilder();
        text.append(alert.asset())
                .append(" behaves unlike itself since ")
                .append(alert.from())
                .append(".\n");
        text.append("Devices: ")
                .append(String.join(", ", alert.devices()))
                .append(" (")
                .append(alert.contract());
        text.append(")\nScore: ").append(String.format(Locale.ROOT, "%.1f", alert.score()));
        text.append(" times its threshold, ").append(alert.rows()).append(" readings so far\n");
        for (Contribution part : alert.contributions()) {
            text.append("- ").append(part.attribute()).append(": ");
            text.append(Math.round(part.share() * 100)).append(" % of the score\n");
        }
        text.append("Model: ").append(alert.model()).append('\n');
        text.append("Use case: ")
                .append(alert.useCase())
                .append(", work order ")
                .append(workOrder);
        text.append(", alert ").append(alert.id()).append('\n');
        return text.toString();
    }
}
