// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the host driver. A double underscore here is a single one in the key: {@code period_ms}. */
@ObjectClassDefinition(id = "io.ganglion.driver.host", name = "Ganglion driver: this machine")
@interface HostConfig {
    @AttributeDefinition(name = "Enabled")
    boolean enabled() default true;

    @AttributeDefinition(name = "Device", description = "Its name at this site; empty for the node's name")
    String device() default "";

    @AttributeDefinition(name = "Sampling period [ms]", min = "100")
    long period__ms() default 1_000;
}
