// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of {@code io.ganglion.inference.rollout}; see the README. */
@ObjectClassDefinition(id = RolloutPolicy.PID, name = "Ganglion roll-out policy")
public @interface RolloutConfig {

    @AttributeDefinition(
            name = "Promotion",
            description = "by_hand; not_worse or better: a trial goes on by itself once the test allows it")
    String promotion() default "by_hand";

    @AttributeDefinition(
            name = "Arrivals",
            description = "What a higher version does under an automatic plan: answer, or shadow the champion")
    String arrivals() default "answer";

    @AttributeDefinition(name = "Canary share", description = "Of the devices, 0 to 1", min = "0", max = "1")
    double canary__share() default 0.1;

    @AttributeDefinition(name = "Measure", description = "What the test compares: refuted, alerts or disagreement")
    String measure() default "refuted";

    @AttributeDefinition(name = "Error", description = "Chance that a test ever speaks wrongly", min = "0", max = "1")
    double error() default 0.05;

    @AttributeDefinition(name = "Least rows", description = "Beside the champion before a trial goes on", min = "0")
    long least__rows() default 10_000;

    @AttributeDefinition(name = "Least time [min]", description = "Before a trial goes on", min = "0")
    long least__minutes() default 60;

    @AttributeDefinition(
            name = "Greatest excess",
            description = "Share of rows that a model alone may call anomalous, 0 to 1",
            min = "0",
            max = "1")
    double greatest__excess() default 0.2;

    @AttributeDefinition(
            name = "Greatest silence",
            description = "Share of rows that the champion alone may call anomalous, 0 to 1; 1 for no limit",
            min = "0",
            max = "1")
    double greatest__silence() default 1;

    @AttributeDefinition(
            name = "Greatest alert ratio",
            description = "Alerts for each alert of the other, on the same rows",
            min = "1")
    double greatest__alert__ratio() default 3;

    @AttributeDefinition(
            name = "Latency budget [us]",
            description = "Of scoring, a row, 99th percentile; 0 for none",
            min = "0")
    long latency__budget__us() default 5_000;

    @AttributeDefinition(name = "Greatest errors", description = "Batches on which a model may fail", min = "0")
    long greatest__errors() default 3;

    @AttributeDefinition(
            name = "Guard [min]",
            description = "How long the champion before looks on after a switch; 0 for not at all",
            min = "0")
    long guard__minutes() default 60;

    @AttributeDefinition(
            name = "Roll back",
            description = "Whether trials end and champions are rolled back by themselves")
    boolean roll__back() default true;
}
