// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of a system by template; the template's own are further keys. A double underscore here is a single one in the key. */
@ObjectClassDefinition(id = RestConfig.PID, name = "Ganglion maintenance: a system by template")
@interface RestConfig {
    /** Factory PID. */
    String PID = "io.ganglion.maintenance.rest";

    @AttributeDefinition(name = "Name", description = "Unique on the node; empty for the template's")
    String name() default "";

    @AttributeDefinition(name = "Template", description = "atlas, maximo, sap, odoo, redmine, or a file")
    String template() default "";

    @AttributeDefinition(name = "Address", description = "https://host[:port][/path]")
    String url() default "";

    @AttributeDefinition(name = "User", description = "Where the system wants one beside the secret")
    String user() default "";

    @AttributeDefinition(name = "Secret file", description = "Key or password; owner-only")
    String secret__file() default "";

    @AttributeDefinition(name = "CA file", description = "PEM; empty for the authorities of the JVM")
    String ca__file() default "";

    @AttributeDefinition(name = "HTTP without TLS may leave this machine")
    boolean plain__http() default false;

    @AttributeDefinition(name = "Time-out of a call [s]", min = "1")
    int timeout__s() default 20;

    @AttributeDefinition(name = "Longest answer [bytes]", min = "1024")
    int max__answer__bytes() default 1 << 20;

    @AttributeDefinition(name = "Zone of times that name none", description = "As in Europe/Berlin")
    String zone() default "UTC";

    @AttributeDefinition(name = "Equipment", description = "The system's numbers: pump-7=10004711")
    String[] equipment() default {};

    @AttributeDefinition(name = "Priorities", description = "The system's words: HIGH=2")
    String[] priorities() default {};

    @AttributeDefinition(name = "States", description = "Ours for the system's: Erledigt=RESOLVED")
    String[] states() default {};

    @AttributeDefinition(name = "Webhook secret file", description = "Owner-only; empty for no webhooks")
    String hook__secret__file() default "";

    @AttributeDefinition(name = "Webhook signature header", description = "Empty for the template's")
    String hook__header() default "";

    @AttributeDefinition(
            name = "Webhook signature form",
            description = "sha256= or hex or t,v1; empty for the template's")
    String hook__form() default "";

    @AttributeDefinition(name = "Ticket id in a webhook", description = "As in /issue/id; empty for the template's")
    String hook__id() default "";
}
