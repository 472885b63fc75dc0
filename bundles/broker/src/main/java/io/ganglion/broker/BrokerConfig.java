// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the embedded MQTT broker, PID {@code io.ganglion.broker}. */
@ObjectClassDefinition(id = BrokerConfig.PID, name = "Ganglion MQTT broker")
@interface BrokerConfig {

    /** Configuration PID and component name. */
    String PID = "io.ganglion.broker";

    @AttributeDefinition(name = "Address to listen on")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port")
    int port() default 1_883;

    @AttributeDefinition(name = "TCP port of the encrypted door", description = "-1 for none")
    int tls__port() default -1;

    @AttributeDefinition(name = "Keystore file", description = "PKCS #12: the broker's key, and the trusted issuers")
    String tls__keystore() default "";

    @AttributeDefinition(name = "Keystore password file", description = "Its first line opens the keystore")
    String tls__password__file() default "";

    @AttributeDefinition(name = "Clients must show a certificate at the encrypted door")
    boolean tls__client__certificate() default false;

    @AttributeDefinition(
            name = "Folder of mqtt-credentials",
            description = "Empty: property ganglion.secrets, else secrets below the node's data")
    String secrets() default "";

    @AttributeDefinition(name = "Largest packet [bytes]")
    int max__packet__bytes() default 1 << 20;

    @AttributeDefinition(name = "Connections at a time")
    int max__connections() default 1_000;

    @AttributeDefinition(name = "Topic filters of one session")
    int max__subscriptions() default 100;

    @AttributeDefinition(name = "Unacknowledged messages of one connection")
    int max__inflight() default 1_024;

    @AttributeDefinition(
            name = "Messages kept for one session",
            description = "The oldest leave first, and are counted")
    int max__queue__messages() default 1_000;

    @AttributeDefinition(name = "Longest keep-alive [s]")
    int max__keep__alive__s() default 3_600;

    @AttributeDefinition(name = "How long an absent client's session is kept [s]")
    int max__session__s() default 604_800;

    @AttributeDefinition(name = "Disk use beyond which messages are refused [%]")
    int max__disk__percent() default 95;
}
