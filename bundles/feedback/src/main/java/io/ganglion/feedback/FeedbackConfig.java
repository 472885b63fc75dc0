// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What holds for all use cases. A double underscore here is a single one in the key: {@code poll_s}. */
@ObjectClassDefinition(id = FeedbackConfig.PID, name = "Ganglion feedback")
@interface FeedbackConfig {
    String PID = "io.ganglion.feedback";

    @AttributeDefinition(name = "Between two looks at the maintenance systems [s]", min = "1")
    int poll__s() default 60;

    @AttributeDefinition(
            name = "Page with a work order's evidence",
            description =
                    "A URL that a technician can open, with {workOrder}, {alert}, {contract} and {device}; empty for none")
    String evidence() default "";
}
