// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.drill.PlantDiary.Happening;
import io.ganglion.itests.harness.Fate.Finding;
import io.ganglion.itests.harness.InsightLog;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import io.ganglion.itests.harness.Redmine;
import io.ganglion.itests.harness.SteadyLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One time round the loop: episodes, what they become, a model made of what was found, and the same episodes again. */
record Circle(
        Loop.Pace pace, Node node, Redmine redmine, SteadyLoad load, InsightLog log, PlantDiary diary, Fitter fitter) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration OFTEN = Duration.ofMillis(500);
    /** Of the rounds before the retraining, the one in which Redmine is dead. */
    private static final int OUTAGE = 1;

    Outcome whole() throws Exception {
        await("the pumps are commissioned").atMost(PATIENCE).until(() -> least() > pace.healthy());
        List<Happening> before = new ArrayList<>();
        for (int round = 0; round < pace.rounds(); round++) {
            before.addAll(round(round, round == OUTAGE));
        }
        LoopAccount account = new LoopAccount(node, redmine, diary);
        account.before(before);
        String candidate = learn(account);
        if (!candidate.isEmpty()) {
            List<Happening> after = new ArrayList<>();
            for (int round = 0; round < pace.rounds(); round++) {
                after.addAll(round(round, false));
            }
            account.after(after, candidate);
        }
        long sent = load.finish();
        log.awaitAtLeast(sent, PATIENCE);
        account.scored(sent, log.scored() - log.twice());
        return account.close();
    }

    /** One pump is blocked, the others run under full load; returns when all of it is in the books, closed. */
    private List<Happening> round(int round, boolean outage) throws Exception {
        if (outage) {
            redmine.kill();
            say("Redmine is dead");
        }
        List<Happening> now = new ArrayList<>();
        for (int i = 0; i < load.pumps().size(); i++) {
            Pump pump = load.pumps().get(i);
            boolean fault = i == round % load.pumps().size();
            now.add(diary.happens(pump, fault ? Finding.BLOCKED : Finding.FULL_LOAD, pace.readings()));
        }
        await("the episodes are over").atMost(PATIENCE).until(() -> now.stream().allMatch(Happening::isOver));
        log.awaitAtLeast(load.pumps().stream().mapToLong(Pump::sent).sum(), PATIENCE);
        await("the node says so").atMost(PATIENCE).pollInterval(OFTEN).until(() -> node.json("aiot:alert-list --open")
                .isEmpty());
        if (outage) {
            say("work orders that wait for Redmine: "
                    + node.json("aiot:work-order-list").size() + "; it is started again");
            dieAmidTickets();
        }
        await("every work order is closed by what is read in Redmine")
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> node.json("aiot:work-order-list").isEmpty());
        say("round " + (round + 1) + ": " + now.size() + " episodes, " + fitter.closed() + " tickets closed so far");
        return now;
    }

    /** It is back, and dies once more while it makes the tickets that waited: what it answered last may be lost. */
    private void dieAmidTickets() throws IOException {
        redmine.start();
        int before = redmine.issues(false).size();
        await("a ticket that waited is made")
                .atMost(PATIENCE)
                .until(() -> redmine.issues(false).size() > before);
        redmine.kill();
        redmine.start();
        say("Redmine died again with " + (redmine.issues(false).size() - before) + " of them made, and is back");
    }

    /** Awaits what the labels set off by themselves: training, trial, live. Empty where it came to nothing. */
    private String learn(LoopAccount account) throws IOException {
        if (!account.worthLearning(pace.episodes())) {
            return "";
        }
        JsonNode firing = await("the labels make the model anew")
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(
                        () -> node.json("aiot:retrain-list").path(0),
                        one -> !one.path("outcome").asText("waiting").matches("waiting|training"));
        say("retrained because of " + firing.path("trigger").asText() + " " + firing.path("evidence") + ": "
                + firing.path("outcome").asText() + ", "
                + firing.path("explanation").asText());
        if (!account.learned(firing)) {
            return "";
        }
        String candidate = firing.path("candidate").asText();
        await("the candidate is the champion")
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> champion().equals(candidate));
        JsonNode decision =
                node.json("aiot:model-explain-decision --contract Pump -n 1").path(0);
        say(candidate + " is live, by " + decision.path("by").asText() + ": "
                + decision.path("reason").asText());
        account.card(candidate);
        return candidate;
    }

    private String champion() throws IOException {
        for (JsonNode route : node.json("aiot:model-route")) {
            if (route.path("contract").asText().equals("Pump")) {
                return route.path("champion").asText() + "@"
                        + route.path("version").asText();
            }
        }
        return "";
    }

    private long least() {
        return load.pumps().stream().mapToLong(Pump::sent).min().orElse(0);
    }

    static void say(String fact) {
        System.out.println(fact);
    }
}
