// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings. A double underscore here is a single one in the key. */
@ObjectClassDefinition(id = MetricsConfig.PID, name = "Ganglion metrics")
@interface MetricsConfig {
    /** PID. */
    String PID = "io.ganglion.metrics";

    @AttributeDefinition(
            name = "Devices told by name",
            description = "Four series each; sums tell of all",
            min = "0",
            max = "5000")
    int devices() default 200;

    @AttributeDefinition(name = "Window of the SLA figures [d]", min = "1")
    int sla__window__d() default 30;

    @AttributeDefinition(name = "Pause between two looks at what lies on the disk [s]", min = "1")
    int pause__s() default 15;
}
