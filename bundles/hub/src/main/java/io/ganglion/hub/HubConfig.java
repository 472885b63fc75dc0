// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of the model registry. Keys are {@code poll_ms} and so on: two underscores stand for one. */
@ObjectClassDefinition(id = HubConfig.PID, name = "Ganglion hub")
public @interface HubConfig {

    String PID = "io.ganglion.hub";

    @AttributeDefinition(
            name = "Database",
            description = "jdbc:postgresql://HOST:PORT/DATABASE; empty for a file of the node's own.")
    String url() default "";

    @AttributeDefinition(name = "User of the database")
    String user() default "ganglion";

    @AttributeDefinition(
            name = "File with the password",
            description = "Readable by its owner alone, else it is not used.")
    String password__file() default "";

    @AttributeDefinition(
            name = "TLS to the database",
            options = {
                @Option(label = "None", value = "disable"),
                @Option(label = "Encrypted, whoever it is", value = "require"),
                @Option(label = "Certificate of a known authority", value = "verify-ca"),
                @Option(label = "The same, and of that host", value = "verify-full")
            })
    String tls() default "verify-full";

    @AttributeDefinition(
            name = "Root certificate of the database",
            description = "PEM file; empty for those that the Java knows.")
    String tls__root__certificate() default "";

    @AttributeDefinition(
            name = "URL under which others reach this node's web",
            description = "http://HOST:PORT; empty for loopback at the node's own port.")
    String base__url() default "";

    @AttributeDefinition(name = "Period of looking at the router [ms]")
    int poll__ms() default 1_000;

    @AttributeDefinition(name = "Period of verifying all that is kept [min]")
    int verify__minutes() default 60;

    @AttributeDefinition(
            name = "Retired versions that stay installed",
            description = "Of the bundles that the hub installed; older retired ones are taken away.")
    int keep__versions() default 3;

    @AttributeDefinition(name = "Largest content bundle [MB]")
    int max__artefact__mb() default 64;
}
