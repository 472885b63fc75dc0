// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who this node is. */
@ObjectClassDefinition(name = "Ganglion node")
public @interface NodeConfig {

    String PID = "io.ganglion.node";

    @AttributeDefinition(name = "Name", description = "Fits one topic level. Empty: this machine's host name.")
    String name() default "";

    @AttributeDefinition(name = "Site", description = "The plant it stands in; second level of every topic.")
    String site() default "plant1";
}
