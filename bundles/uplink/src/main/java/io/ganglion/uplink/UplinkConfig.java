// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one destination. A double underscore here is a single one in the key: {@code client_id}. */
@ObjectClassDefinition(id = "io.ganglion.uplink", name = "Ganglion uplink: a destination")
@interface UplinkConfig {
    @AttributeDefinition(name = "Name", description = "Of the destination; the journal keeps its place under it")
    String name() default "upstream";

    @AttributeDefinition(name = "Broker", description = "tcp://host:1883 or ssl://host:8883")
    String uri() default "tcp://127.0.0.1:1883";

    @AttributeDefinition(name = "MQTT version", description = "auto, 5 or 3.1.1")
    String version() default "auto";

    @AttributeDefinition(name = "Client id", description = "Empty for ganglion-SITE-NODE-uplink-NAME")
    String client__id() default "";

    @AttributeDefinition(name = "User")
    String user() default "";

    @AttributeDefinition(name = "Password file", description = "Owner-only")
    String password__file() default "";

    @AttributeDefinition(name = "CA file", description = "PEM; empty for the authorities of the JVM")
    String ca__file() default "";

    @AttributeDefinition(name = "Client certificate file", description = "PEM with its chain")
    String certificate__file() default "";

    @AttributeDefinition(name = "Private key file", description = "PEM, PKCS#8, owner-only")
    String key__file() default "";

    @AttributeDefinition(name = "Warning before a certificate ends [d]", min = "0")
    int warning__d() default 14;

    @AttributeDefinition(name = "Format", description = "messages, or batches: many in one packed envelope")
    String format() default "messages";

    @AttributeDefinition(name = "Representation of telemetry", description = "keyvalues or concise")
    String representation() default "keyvalues";

    @AttributeDefinition(name = "Name of the time attribute", description = "In key-values, as the contracts call it")
    String time__attribute() default "dateObserved";

    @AttributeDefinition(name = "Site in the topics", description = "Empty for this node's own")
    String site() default "";

    @AttributeDefinition(name = "Telemetry", description = "none, all, changes or aggregates")
    String telemetry() default "all";

    @AttributeDefinition(name = "Insights", description = "none, all or changes")
    String insights() default "all";

    @AttributeDefinition(name = "Contracts", description = "Names, * for anything; empty for all")
    String[] contracts() default {};

    @AttributeDefinition(name = "Devices", description = "Names, * for anything; empty for all")
    String[] devices() default {};

    @AttributeDefinition(name = "Deadband [% of the attribute's range]", min = "0")
    double deadband__percent() default 1;

    @AttributeDefinition(name = "Deadbands", description = "attribute=0.5 or Contract.attribute=2%")
    String[] deadbands() default {};

    @AttributeDefinition(name = "Longest silence of an unchanged device [s]", description = "0 for ever", min = "0")
    long silence__s() default 600;

    @AttributeDefinition(name = "Span of an aggregate [s]", min = "1")
    long interval__s() default 60;

    @AttributeDefinition(name = "Unanswered messages", min = "1", max = "65535")
    int max__in__flight() default 200;

    @AttributeDefinition(name = "Messages in an envelope", min = "1", max = "10000")
    int batch__entries() default 500;

    @AttributeDefinition(name = "Their bodies together [bytes]", min = "1", max = "8388608")
    int batch__bytes() default 512 * 1024;

    @AttributeDefinition(name = "Bandwidth [bytes/s]", description = "0 for no limit", min = "0")
    long bytes__per__second() default 0;

    @AttributeDefinition(name = "Refusals that make a dead letter", min = "1")
    int tries() default 3;

    @AttributeDefinition(name = "Dead letters", description = "Beyond it, what is refused waits", min = "0")
    int dead__letters() default 10_000;

    @AttributeDefinition(name = "Patience with an answer [s]", min = "1")
    int patience__s() default 30;

    @AttributeDefinition(name = "Keep-alive [s]", min = "1")
    int keep__alive__s() default 30;

    @AttributeDefinition(name = "First pause before a reconnect [ms]", min = "1")
    long reconnect__ms() default 1_000;

    @AttributeDefinition(name = "Longest pause before a reconnect [s]", min = "1")
    long reconnect__max__s() default 60;
}
