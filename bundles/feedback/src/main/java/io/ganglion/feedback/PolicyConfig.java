// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** One use case. A double underscore here is a single one in the key: {@code use_case}. */
@ObjectClassDefinition(id = PolicyConfig.PID, name = "Ganglion feedback: the alert policy of a use case")
@interface PolicyConfig {
    String PID = "io.ganglion.feedback.policy";

    @AttributeDefinition(name = "Use case")
    String use__case() default "default";

    @AttributeDefinition(name = "Contract", description = "Empty for all")
    String contract() default "";

    @AttributeDefinition(name = "Devices", description = "A regular expression for the whole name")
    String devices() default ".*";

    @AttributeDefinition(
            name = "Asset",
            description =
                    "A regular expression; its first group in a device's name is the asset. Empty: the device itself")
    String asset() default "";

    @AttributeDefinition(name = "An episode begins after so many anomalous rows", min = "1", max = "64")
    int raise__rows() default 5;

    @AttributeDefinition(name = "of so many last ones", min = "1", max = "64")
    int raise__of() default 10;

    @AttributeDefinition(name = "or after nothing but anomalous ones for [s]", description = "0 for never", min = "0")
    long raise__s() default 0;

    @AttributeDefinition(name = "It ends after so many normal rows", description = "0 for never", min = "0")
    int clear__rows() default 30;

    @AttributeDefinition(name = "or after nothing but normal ones for [s]", description = "0 for never", min = "0")
    long clear__s() default 0;

    @AttributeDefinition(name = "and no relapse for [s]", description = "A relapse is the same episode", min = "0")
    long hold__off__s() default 300;

    @AttributeDefinition(name = "Score over threshold for medium, high, critical")
    String severity__shares() default "1.5,3,10";

    @AttributeDefinition(name = "Duration for at least medium, high, critical [min]", description = "0 for never")
    String severity__min() default "60,480,0";

    @AttributeDefinition(
            name = "Maintenance windows",
            description = "DAY HH:MM-HH:MM ZONE, as in Sun 02:00-04:00 Europe/Berlin, or daily ...")
    String[] windows() default {};

    @AttributeDefinition(name = "Target: alert to ticket [min]", description = "0 for none", min = "0")
    double target__ticket__min() default 5;

    @AttributeDefinition(name = "Target: ticket to acknowledgement [min]", description = "0 for none", min = "0")
    double target__acknowledged__min() default 240;

    @AttributeDefinition(name = "Target: ticket to resolution [min]", description = "0 for none", min = "0")
    double target__resolved__min() default 2_880;

    @AttributeDefinition(name = "Target: resolution to label [min]", description = "0 for none", min = "0")
    double target__label__min() default 1_440;

    @AttributeDefinition(name = "Target: label to model live [min]", description = "0 for none", min = "0")
    double target__live__min() default 0;

    @AttributeDefinition(
            name = "Maintenance system",
            description = "Name of the one that gets a ticket; empty for the node's own desk alone")
    String system() default "";

    @AttributeDefinition(name = "Make a ticket anew that vanished there")
    boolean recreate() default true;
}
