// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one broker connection. A double underscore here is a single one in the key: {@code client_id}. */
@ObjectClassDefinition(id = "io.ganglion.driver.mqtt", name = "Ganglion driver: MQTT broker")
@interface MqttConfig {
    @AttributeDefinition(name = "Name", description = "Of this instance, unique on the node")
    String name() default "mqtt";

    @AttributeDefinition(name = "Broker", description = "tcp://host:1883 or ssl://host:8883")
    String uri() default "tcp://127.0.0.1:1883";

    @AttributeDefinition(
            name = "Topic pattern",
            description = "Levels: literal, +, {site}, {contract}, {device}, closing #")
    String topic__pattern() default "ganglion/{site}/telemetry/{contract}/{device}";

    @AttributeDefinition(name = "Contract", description = "Of all messages, where the topic does not name it")
    String contract() default "";

    @AttributeDefinition(name = "Topic filters", description = "MQTT subscriptions; empty for the pattern's own")
    String[] topics() default {};

    @AttributeDefinition(name = "Quality of service [0..1]", min = "0", max = "1")
    int qos() default 1;

    @AttributeDefinition(name = "Client id", description = "Empty for ganglion-SITE-NODE-NAME")
    String client__id() default "";

    @AttributeDefinition(
            name = "Clean session",
            description = "Whether the broker forgets this client while it is away")
    boolean clean__session() default false;

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

    @AttributeDefinition(name = "PKCS#12 file", description = "Certificate and key in one, owner-only")
    String pkcs12__file() default "";

    @AttributeDefinition(name = "PKCS#12 password file", description = "Owner-only")
    String pkcs12__password__file() default "";

    @AttributeDefinition(name = "Keep-alive [s]", min = "1")
    int keep__alive__s() default 30;

    @AttributeDefinition(name = "Unacknowledged messages held at most", min = "1", max = "65535")
    int max__in__flight() default 1_000;

    @AttributeDefinition(name = "Longest packet [bytes]", description = "Longer ones are cut", min = "131072")
    int max__packet__bytes() default 4 * 1024 * 1024;

    @AttributeDefinition(name = "First pause before a reconnect [ms]", min = "1")
    long reconnect__ms() default 1_000;

    @AttributeDefinition(name = "Longest pause before a reconnect [s]", min = "1")
    long reconnect__max__s() default 60;

    @AttributeDefinition(name = "Publish this node's status", description = "Retained, with last will")
    boolean status() default true;
}
