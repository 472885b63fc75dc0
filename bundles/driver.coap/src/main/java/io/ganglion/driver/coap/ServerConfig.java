// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the CoAP server. A double underscore here is a single one in the key: {@code dtls_port}. */
@ObjectClassDefinition(id = ServerConfig.PID, name = "Ganglion driver: CoAP server")
@interface ServerConfig {

    /** Configuration PID and component name. */
    String PID = "io.ganglion.driver.coap";

    @AttributeDefinition(
            name = "Address of the plain door",
            description = "Whoever reaches it may post for every device; keep it on loopback")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "UDP port of the plain door", description = "-1 for none", min = "-1", max = "65535")
    int port() default 5_683;

    @AttributeDefinition(name = "Address of the encrypted door")
    String dtls__host() default "127.0.0.1";

    @AttributeDefinition(
            name = "UDP port of the encrypted door",
            description = "-1 for none",
            min = "-1",
            max = "65535")
    int dtls__port() default 5_684;

    @AttributeDefinition(name = "Keystore file", description = "PKCS #12: the node's key, and the trusted issuers")
    String dtls__keystore() default "";

    @AttributeDefinition(name = "Keystore password file", description = "Its first line opens the keystore; owner-only")
    String dtls__password__file() default "";

    @AttributeDefinition(name = "Gateways", description = "Common names of certificates that may post for many devices")
    String[] gateways() default {};

    @AttributeDefinition(
            name = "Folder of coap-credentials",
            description = "Empty: property ganglion.secrets, else secrets below the node's data")
    String secrets() default "";

    @AttributeDefinition(
            name = "Further content formats",
            description = "NUMBER=MEDIA TYPE, for example 10001=application/vnd.onem2m-res+json")
    String[] content__formats() default {};

    @AttributeDefinition(name = "Largest body [bytes]", min = "64", max = "16777216")
    int max__body__bytes() default 65_536;

    @AttributeDefinition(name = "Peers heard within four minutes, at each door", min = "1", max = "100000")
    int max__peers() default 512;

    @AttributeDefinition(name = "Posts that wait for their answer", min = "1", max = "100000")
    int max__waiting() default 1_000;

    @AttributeDefinition(name = "Posts of one peer that wait for their answer", min = "1", max = "100000")
    int max__waiting__of__peer() default 64;

    @AttributeDefinition(name = "How long a refused post should wait before it comes again [s]", min = "1")
    int retry__after__s() default 2;

    @AttributeDefinition(name = "How long a post waits for the node's answer [s]", min = "1", max = "240")
    int patience__s() default 60;
}
