// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pipeline's settings, checked.
 *
 * @param partitions threads that work on payloads
 * @param room the bounds of one partition
 * @param keepers names of those without whom nothing is taken
 * @param allowance what each device may send
 * @param all whether every insight is published, not only changes of verdict
 * @param insightPeriod at the latest after this an insight is published while they come
 * @param statusPeriod how often the node says that it is there
 * @param quarantine how much the quarantine keeps
 * @param drain how long an orderly stop works on what is in flight
 */
record Settings(
        int partitions,
        Room room,
        Set<String> keepers,
        Allowance allowance,
        boolean all,
        Duration insightPeriod,
        Duration statusPeriod,
        Bounds quarantine,
        Duration drain) {

    static Settings of(PipelineConfig config) {
        int partitions = between("partitions", config.partitions(), 1, 64);
        Room room = new Room(
                config.queue__rows(),
                config.queue__bytes(),
                config.batch__rows(),
                config.max__payload__bytes(),
                Math.max(1, config.devices() / partitions),
                config.tail__rows());
        return new Settings(
                partitions,
                room,
                names(config.keepers()),
                new Allowance(config.rate__per__s(), config.burst()),
                isAll(config.publish()),
                Duration.ofSeconds(between("insight_period_s", config.insight__period__s(), 1, 86_400)),
                Duration.ofSeconds(between("status_period_s", config.status__period__s(), 1, 86_400)),
                new Bounds(config.quarantine__bytes(), Duration.ofDays(config.quarantine__days())),
                Duration.ofSeconds(between("drain_s", config.drain__s(), 0, 60)));
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAll(String publish) {
        return switch (publish.toLowerCase(Locale.ROOT)) {
            case "changes" -> false;
            case "all" -> true;
            default -> throw new IllegalArgumentException("publish must be changes or all: publish=" + publish);
        };
    }

    private static int between(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ": " + what + "=" + value);
        }
        return value;
    }
}
