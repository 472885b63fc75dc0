// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the REST surface, PID {@code io.ganglion.console}. */
@ObjectClassDefinition(id = ConsoleConfig.PID, name = "Ganglion console")
@interface ConsoleConfig {

    /** Configuration PID and component name. */
    String PID = "io.ganglion.console";

    @AttributeDefinition(name = "Streams of events at a time")
    int max__streams() default 50;

    @AttributeDefinition(
            name = "What may wait for one stream [bytes]",
            description = "A listener that reads more slowly is let go, and comes again")
    int stream__buffer__bytes() default 1 << 20;
}
