// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.itests.drill.PlantDiary.Happening;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Redmine;
import io.ganglion.itests.harness.Redmine.Issue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What became of the episodes: in the node's books, in Redmine's asked without our connector, and on the SLA board. */
final class LoopAccount {
    private static final int LEGS = 5;
    private static final String ALL_ALERTS = "aiot:alert-list -n 1000";

    private final Node node;
    private final Redmine redmine;
    private final PlantDiary diary;
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> told = new LinkedHashSet<>();

    LoopAccount(Node node, Redmine redmine, PlantDiary diary) {
        this.node = node;
        this.redmine = redmine;
        this.diary = diary;
        List.of("episodes", "tickets", "labels", "duplicates", "refuted_before", "refuted_after", "legs")
                .forEach(field -> figures.put(field, 0L));
    }

    void before(List<Happening> happenings) throws IOException {
        phase("before", happenings);
    }

    void after(List<Happening> happenings, String candidate) throws IOException {
        phase("after", happenings);
        if (figures.get("refuted_after") >= figures.get("refuted_before")) {
            faults.add(
                    candidate + " raised " + figures.get("refuted_after") + " refuted alerts on as many full loads as"
                            + " the model before it raised " + figures.get("refuted_before") + " on: no fewer");
        }
    }

    /** What the alerts since the last phase were about. */
    private void phase(String name, List<Happening> happenings) throws IOException {
        List<JsonNode> raised = new ArrayList<>();
        for (JsonNode alert : node.json(ALL_ALERTS)) {
            if (told.add(alert.path("id").asText())) {
                raised.add(alert);
            }
        }
        List<Happening> missed = happenings.stream()
                .filter(Happening::isFault)
                .filter(one -> raised.stream().noneMatch(one::explains))
                .toList();
        long right = raised.stream()
                .filter(alert -> what(alert).filter(Happening::isFault).isPresent())
                .count();
        figures.put("refuted_" + name, raised.size() - right);
        figures.put("confirmed_" + name, right);
        figures.put(
                "loads_" + name,
                happenings.stream().filter(one -> !one.isFault()).count());
        if (!missed.isEmpty()) {
            faults.add("nobody was called to faults " + name + " the retraining: " + missed);
        }
    }

    /** Whether there are the labels that the retraining waits for. */
    boolean worthLearning(int labels) throws IOException {
        int found = node.json("aiot:label-list Pump").size();
        if (found < labels) {
            faults.add(
                    "the first model raised fewer alerts than there were episodes: " + found + " labels of " + labels);
        }
        return found >= labels;
    }

    boolean learned(JsonNode firing) {
        figures.put("training_s", Math.round(firing.path("seconds").asDouble()));
        boolean candidate = firing.path("outcome").asText().equals("candidate");
        if (!candidate || !firing.path("trigger").asText().equals("labels")) {
            faults.add("no candidate came of the labels: " + firing);
        }
        return candidate;
    }

    /** What the model itself says that it learned from. */
    void card(String candidate) throws IOException {
        JsonNode labels = new ObjectMapper()
                .readTree(node.json("aiot:model-show " + candidate).path("card").asText())
                .at("/retraining/labels");
        figures.put("learned_refuted", labels.path("REFUTED").asLong());
        figures.put("learned_confirmed", labels.path("CONFIRMED").asLong());
        if (!figures.get("learned_refuted").equals(figures.get("refuted_before"))
                || !figures.get("learned_confirmed").equals(figures.get("confirmed_before"))) {
            faults.add("its card does not name what was found: " + labels + " of " + figures);
        }
    }

    void scored(long sent, long scored) {
        figures.put("sent", sent);
        figures.put("lost", sent - scored);
        if (sent != scored) {
            faults.add(sent - scored + " readings of " + sent + " were not scored");
        }
    }

    Outcome close() throws IOException {
        JsonNode alerts = node.json(ALL_ALERTS);
        List<Issue> issues = redmine.issues(false);
        countTickets(alerts, issues);
        countLabels(alerts);
        board();
        return new Outcome(figures, faults);
    }

    private void countTickets(JsonNode alerts, List<Issue> issues) {
        Set<String> episodes = new LinkedHashSet<>();
        Set<String> keys = new LinkedHashSet<>();
        for (JsonNode alert : alerts) {
            String id = alert.path("id").asText();
            keys.add(id);
            episodes.add(what(alert).map(Happening::toString).orElse(id));
        }
        Map<String, Long> tickets = new TreeMap<>();
        issues.forEach(issue -> tickets.merge(issue.key(), 1L, Long::sum));
        figures.put("episodes", (long) episodes.size());
        figures.put("tickets", (long) issues.size());
        figures.put("duplicates", (long) alerts.size() - episodes.size() + issues.size() - tickets.size());
        if (figures.get("duplicates") != 0 || !tickets.keySet().equals(keys)) {
            faults.add("not one ticket an episode: " + alerts.size() + " alerts of " + episodes.size()
                    + " episodes; tickets by alert: " + tickets);
        }
    }

    private void countLabels(JsonNode alerts) throws IOException {
        JsonNode labels = node.json("aiot:label-list Pump");
        figures.put("labels", (long) labels.size());
        Map<String, String> findings = new TreeMap<>();
        labels.forEach(label ->
                findings.put(label.path("id").asText(), label.path("finding").asText()));
        for (JsonNode alert : alerts) {
            String finding = what(alert).filter(Happening::isFault).isPresent() ? "confirmed" : "refuted";
            String found = findings.getOrDefault("wo-" + alert.path("id").asText(), "nothing");
            if (!found.equals(finding)) {
                faults.add("what was " + finding + " in Redmine is labelled " + found + ": " + alert);
            }
        }
        if (labels.size() != alerts.size()) {
            faults.add(labels.size() + " labels of " + alerts.size() + " alerts");
        }
    }

    /** Each leg of the loop, over all models; a leg that nothing came to the end of is a fault. */
    private void board() throws IOException {
        Map<String, Long> done = new LinkedHashMap<>();
        for (JsonNode sla : node.json("aiot:feedback-sla")) {
            for (JsonNode leg : sla.path("legs")) {
                done.merge(leg.path("span").asText(), leg.path("done").asLong(), Long::sum);
                Circle.say(String.format(
                        Locale.ROOT,
                        "%-20s %-26s done %3d  open %3d  median %7.1f s  longest %7.1f s",
                        sla.path("model").asText(),
                        leg.path("span").asText(),
                        leg.path("done").asLong(),
                        leg.path("open").asLong(),
                        leg.path("medianSeconds").asDouble(),
                        leg.path("longestSeconds").asDouble()));
            }
        }
        long walked = done.values().stream().filter(count -> count > 0).count();
        figures.put("legs", walked);
        if (walked != LEGS) {
            faults.add("the SLA board does not show each of " + LEGS + " legs: " + done);
        }
    }

    private Optional<Happening> what(JsonNode alert) {
        return diary.at(
                alert.path("devices").path(0).asText(),
                Instant.parse(alert.path("from").asText()));
    }
}
