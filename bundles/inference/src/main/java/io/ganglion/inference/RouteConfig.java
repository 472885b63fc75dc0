// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of {@code io.ganglion.inference.route~CONTRACT}; see the README. */
@ObjectClassDefinition(id = ConfiguredRoute.PID, name = "Ganglion route", description = "One for each contract")
public @interface RouteConfig {

    @AttributeDefinition(name = "Contract", description = "Its name; without one what stands behind ~ in the PID")
    String contract() default "";

    @AttributeDefinition(
            name = "Champion",
            description = "NAME@VERSION; empty for the highest version that serves",
            required = false)
    String champion() default "";

    @AttributeDefinition(
            name = "Challengers",
            description = "NAME@VERSION=SHARE with a share of the devices, 0 to 1, or NAME@VERSION=tag:TAG",
            required = false)
    String[] challengers() default {};

    @AttributeDefinition(
            name = "Shadows",
            description = "NAME@VERSION for all devices; NAME@VERSION=SHARE or NAME@VERSION=tag:TAG for some",
            required = false)
    String[] shadows() default {};
}
