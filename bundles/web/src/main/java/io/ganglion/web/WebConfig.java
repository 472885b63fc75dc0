// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the sign-in, PID {@code io.ganglion.web}. */
@ObjectClassDefinition(id = WebConfig.PID, name = "Ganglion sign-in")
@interface WebConfig {

    /** Configuration PID and component name. */
    String PID = "io.ganglion.web";

    @AttributeDefinition(
            name = "JAAS realm of the container",
            description = "For example karaf; empty for the node's own file of credentials")
    String realm() default "";

    @AttributeDefinition(
            name = "Principals that are roles",
            description = "Of the container's realm: their classes by simple or full name, parted by commas")
    String role__principals() default "RolePrincipal";

    @AttributeDefinition(name = "A session ends without requests after [min]")
    int session__idle__min() default 60;

    @AttributeDefinition(name = "A session ends at last after [h]")
    int session__hours() default 12;

    @AttributeDefinition(name = "Sessions at a time")
    int max__sessions() default 256;

    @AttributeDefinition(name = "Sessions of one user at a time")
    int max__sessions__per__user() default 16;

    @AttributeDefinition(
            name = "Browsers come by https",
            description = "For a node behind a proxy that has the certificate")
    boolean secure__cookie() default false;
}
