// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the NGSI-LD API, PID {@code io.ganglion.ngsi}. */
@ObjectClassDefinition(id = NgsiConfig.PID, name = "Ganglion NGSI-LD API")
@interface NgsiConfig {

    /** Configuration PID and component name. */
    String PID = "io.ganglion.ngsi";

    @AttributeDefinition(
            name = "Hosts that may be notified",
            description = "Beside this machine itself; host or host:port, as endpoints write it")
    String[] notification__hosts() default {};

    @AttributeDefinition(name = "Subscriptions at a time")
    int max__subscriptions() default 100;

    @AttributeDefinition(name = "Largest body [bytes]")
    int max__body__bytes() default 1 << 20;

    @AttributeDefinition(name = "Requests of one user [1/s]")
    int max__requests__per__s() default 200;

    @AttributeDefinition(name = "How long a write waits until the node answers for it [ms]")
    int write__timeout__ms() default 10_000;

    @AttributeDefinition(name = "Pause before a notification is sent again [ms]", description = "Doubled each time")
    int retry__pause__ms() default 1_000;
}
