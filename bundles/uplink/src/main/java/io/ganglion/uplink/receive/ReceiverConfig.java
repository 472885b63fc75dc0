// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one receiver. A double underscore here is a single one in the key: {@code client_id}. */
@ObjectClassDefinition(id = "io.ganglion.uplink.receiver", name = "Ganglion uplink: a receiver")
@interface ReceiverConfig {
    @AttributeDefinition(name = "Name", description = "Of this instance, unique on the node")
    String name() default "receiver";

    @AttributeDefinition(name = "Broker", description = "tcp://host:1883 or ssl://host:8883")
    String uri() default "tcp://127.0.0.1:1883";

    @AttributeDefinition(name = "MQTT version", description = "auto, 5 or 3.1.1")
    String version() default "auto";

    @AttributeDefinition(name = "Topic filters", description = "Empty for ganglion/SITE/uplink/+")
    String[] topics() default {};

    @AttributeDefinition(name = "Client id", description = "Empty for ganglion-SITE-NODE-NAME")
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

    @AttributeDefinition(name = "Keep-alive [s]", min = "1")
    int keep__alive__s() default 30;

    @AttributeDefinition(name = "The broker keeps our messages so long [s]", min = "1")
    long session__s() default 604_800;

    @AttributeDefinition(name = "Unanswered messages", min = "1", max = "65535")
    int max__in__flight() default 20;

    @AttributeDefinition(name = "Longest packet [bytes]", min = "1024")
    int max__packet__bytes() default 4 * 1024 * 1024;

    @AttributeDefinition(name = "Pause before a reconnect [ms]", description = "Doubling up to 30 s", min = "1")
    long reconnect__ms() default 1_000;
}
