// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of a Redmine. A double underscore here is a single one in the key: {@code secret_file}. */
@ObjectClassDefinition(id = RedmineConfig.PID, name = "Ganglion maintenance: Redmine")
@interface RedmineConfig {
    /** Factory PID. */
    String PID = "io.ganglion.maintenance.redmine";

    @AttributeDefinition(name = "Name", description = "Unique on the node")
    String name() default "redmine";

    @AttributeDefinition(name = "Template", description = "redmine, or a file that goes further")
    String template() default "redmine";

    @AttributeDefinition(name = "Address", description = "https://host[:port][/path]")
    String url() default "";

    @AttributeDefinition(name = "Secret file", description = "The API key of the node's own login; owner-only")
    String secret__file() default "";

    @AttributeDefinition(name = "Project", description = "Its identifier, as in its address")
    String project() default "";

    @AttributeDefinition(name = "Tracker", description = "Its number", min = "1")
    int tracker() default 1;

    @AttributeDefinition(name = "Custom field of the key", description = "Its number; used as a filter", min = "1")
    int key__field() default 1;

    @AttributeDefinition(name = "Custom field of the asset's URN", description = "Its number; empty for none")
    String asset__field() default "";

    @AttributeDefinition(name = "Custom field of the cause", description = "Its number; empty for none")
    String cause__field() default "";

    @AttributeDefinition(name = "Custom field of the verdict", description = "Its number; empty for none")
    String verdict__field() default "";

    @AttributeDefinition(name = "State that closes", description = "Its number", min = "1")
    int closed__status() default 5;

    @AttributeDefinition(name = "Priorities", description = "Redmine's numbers: HIGH=3")
    String[] priorities() default {};

    @AttributeDefinition(name = "States", description = "Ours for Redmine's: Erledigt=RESOLVED")
    String[] states() default {};

    @AttributeDefinition(name = "CA file", description = "PEM; empty for the authorities of the JVM")
    String ca__file() default "";

    @AttributeDefinition(name = "HTTP without TLS may leave this machine")
    boolean plain__http() default false;

    @AttributeDefinition(name = "Time-out of a call [s]", min = "1")
    int timeout__s() default 20;

    @AttributeDefinition(name = "Longest answer [bytes]", min = "1024")
    int max__answer__bytes() default 1 << 20;

    @AttributeDefinition(name = "Webhook secret file", description = "Owner-only; empty for no webhooks")
    String hook__secret__file() default "";
}
