// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of retraining. A double underscore here is a single one in the key: {@code quiet_s}. */
@ObjectClassDefinition(id = LearningConfig.PID, name = "Ganglion learning: when and how models are made anew")
@interface LearningConfig {
    String PID = "io.ganglion.learning";

    @AttributeDefinition(
            name = "Models",
            description = "Made anew by policy; empty for all. An operator may ask for any")
    String[] models() default {};

    @AttributeDefinition(name = "Quiet time before firing [s]", min = "0")
    int quiet__s() default 600;

    @AttributeDefinition(name = "Least time between two firings of a model by policy [min]", min = "0")
    int rest__min() default 360;

    @AttributeDefinition(name = "Devices that drift", description = "So many fire; 0 for never", min = "0")
    int drift__devices() default 3;

    @AttributeDefinition(
            name = "Drift of one device [min]",
            description = "One device that drifts for so long fires alone; 0 for never",
            min = "0")
    int drift__persistent__min() default 120;

    @AttributeDefinition(
            name = "Schedule",
            description = "never, every 24h, daily 03:00 or weekly sunday 03:00, by this machine's clock")
    String schedule() default "never";

    @AttributeDefinition(name = "New labels", description = "So many fire; 0 for never", min = "0")
    int labels() default 20;

    @AttributeDefinition(
            name = "Refuted alerts [%]",
            description = "Of the champion's alerts that people judged; 0 for never",
            min = "0",
            max = "100")
    double refuted__percent() default 30;

    @AttributeDefinition(name = "Judged alerts, at least, before their share counts", min = "1")
    int judged__alerts() default 10;

    @AttributeDefinition(name = "Trainings in 24 hours", description = "Of all models", min = "0")
    int trainings__per__day() default 4;

    @AttributeDefinition(name = "Processor time in 24 hours [s]", description = "Of all trainings", min = "0")
    int cpu__s__per__day() default 3600;

    @AttributeDefinition(name = "Window [h]", description = "Of the history, back from now", min = "1")
    int window__h() default 72;

    @AttributeDefinition(name = "Rows, at most", description = "Beyond it stretches, spread over the window", min = "1")
    int max__rows() default 200_000;

    @AttributeDefinition(name = "Healthy rows, at least", min = "1")
    int min__rows() default 2_000;

    @AttributeDefinition(name = "Start", description = "warm, with the champion's parameters, or scratch")
    String start() default "warm";

    @AttributeDefinition(name = "Then", description = "register, approve, or shadow")
    String then() default "shadow";

    @AttributeDefinition(
            name = "Tolerance [%]",
            description = "How much less balance (faults found less false alarms) than the champion's is no worse",
            min = "0")
    double tolerance__percent() default 1;

    @AttributeDefinition(name = "Register a candidate that is worse")
    boolean keep__worse() default false;

    @AttributeDefinition(name = "Java heap of the trainer [MB]", min = "16")
    int heap__mb() default 384;

    @AttributeDefinition(name = "Native memory of the trainer [MB]", min = "16")
    int native__mb() default 384;

    @AttributeDefinition(name = "Memory of the trainer's process [MB]", min = "64")
    int memory__mb() default 1024;

    @AttributeDefinition(name = "Processor time of a training [s]", min = "1")
    int cpu__s() default 900;

    @AttributeDefinition(name = "Time of a training [s]", min = "1")
    int wall__s() default 3600;

    @AttributeDefinition(name = "Disk of a training [MB]", min = "16")
    int disk__mb() default 512;

    @AttributeDefinition(
            name = "Training files kept",
            description = "The newest candidates can be made again",
            min = "0")
    int keep__trainings() default 5;

    @AttributeDefinition(
            name = "Overrides",
            description = "MODEL.key=value, for example pump-anomaly.schedule=every 24h")
    String[] overrides() default {};
}
