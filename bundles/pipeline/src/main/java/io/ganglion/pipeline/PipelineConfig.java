// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Keys are {@code queue_rows} and so on: two underscores stand for one. */
@ObjectClassDefinition(name = "Ganglion pipeline")
public @interface PipelineConfig {

    String PID = "io.ganglion.pipeline";

    @AttributeDefinition(
            name = "Partitions [threads]",
            description = "Work is spread over them by contract and device.")
    int partitions() default 2;

    @AttributeDefinition(name = "Queue of a partition [rows]", description = "A full one pushes back to the driver.")
    int queue__rows() default 4_096;

    @AttributeDefinition(name = "Queue of a partition [bytes]", description = "At least twice max_payload_bytes.")
    long queue__bytes() default 4 << 20;

    @AttributeDefinition(name = "Greatest micro-batch [rows]")
    int batch__rows() default 256;

    @AttributeDefinition(name = "Greatest payload [bytes]", description = "A larger one is refused before parsing.")
    int max__payload__bytes() default 256 << 10;

    @AttributeDefinition(name = "Devices remembered", description = "The least recently seen goes first.")
    int devices() default 100_000;

    @AttributeDefinition(
            name = "Most that one device may send [payloads/s]",
            description = "Beyond it the device is pushed back, and others are not. 0: no limit.")
    int rate__per__s() default 5_000;

    @AttributeDefinition(name = "What one device may send at once after a pause [payloads]")
    int burst() default 1_000;

    @AttributeDefinition(
            name = "Keepers that must be there",
            description = "Names, separated by commas, for example store. While one is absent, payloads wait.")
    String keepers() default "";

    @AttributeDefinition(name = "Observations kept for the tail, a partition [rows]")
    int tail__rows() default 2_048;

    @AttributeDefinition(
            name = "Insights published",
            options = {
                @Option(label = "Changes of verdict, and periodically", value = "changes"),
                @Option(label = "Every one", value = "all")
            })
    String publish() default "changes";

    @AttributeDefinition(name = "Longest time between two insights of a device while data flow [s]")
    int insight__period__s() default 10;

    @AttributeDefinition(name = "Period of the node's status message [s]")
    int status__period__s() default 30;

    @AttributeDefinition(name = "Room of the quarantine [bytes]", description = "Beyond it the oldest payloads go.")
    long quarantine__bytes() default 256 << 20;

    @AttributeDefinition(name = "Age of the quarantine [days]", description = "Older payloads go.")
    int quarantine__days() default 30;

    @AttributeDefinition(name = "Time for payloads in flight at an orderly stop [s]")
    int drain__s() default 5;
}
