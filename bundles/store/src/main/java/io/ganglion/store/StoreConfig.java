// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Keys are {@code retention_days} and so on: two underscores stand for one. */
@ObjectClassDefinition(name = "Ganglion store")
public @interface StoreConfig {

    String PID = "io.ganglion.store";

    @AttributeDefinition(
            name = "Retention [days]",
            description = "Counted from when a row was kept, not from its own time.")
    int retention__days() default 30;

    @AttributeDefinition(name = "Greatest size [MB]", description = "Beyond it the oldest rows go.")
    int max__mb() default 2_048;

    @AttributeDefinition(
            name = "Greatest backlog [MB]",
            description = "Of the size, what destinations have not acknowledged; beyond it the policy says what goes.")
    int backlog__mb() default 1_024;

    @AttributeDefinition(
            name = "What goes first of the backlog",
            options = {
                @Option(label = "Observations before insights, oldest first", value = "observations"),
                @Option(label = "The oldest", value = "oldest")
            })
    String backlog__drop() default "observations";

    @AttributeDefinition(
            name = "Left free on the disk [MB]",
            description = "Below it rows older than a day go, oldest first.")
    int min__free__mb() default 256;

    @AttributeDefinition(name = "Rows that wait for the disk", description = "Beyond it the pipeline is pushed back.")
    int queue__rows() default 8_192;

    @AttributeDefinition(name = "Rows that wait for the disk [MB]")
    int queue__mb() default 8;

    @AttributeDefinition(
            name = "Least time between two syncs [ms]",
            description = "What comes meanwhile shares the next one. A row that comes to an idle store does not wait.")
    int sync__interval__ms() default 5;

    @AttributeDefinition(name = "Rows before they are sealed", description = "About 150 bytes of memory each.")
    int hot__rows() default 16_384;
}
