// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one observed resource. A double underscore here is a single one in the key: {@code media_type}. */
@ObjectClassDefinition(id = ObserveConfig.PID, name = "Ganglion driver: CoAP observer")
@interface ObserveConfig {

    /** Factory PID. */
    String PID = "io.ganglion.driver.coap.observe";

    @AttributeDefinition(name = "Name", description = "Of this instance, unique on the node; empty for coap-DEVICE")
    String name() default "";

    @AttributeDefinition(name = "Resource", description = "coap://host:5683/path or coaps://host:5684/path")
    String uri();

    @AttributeDefinition(name = "Device", description = "Its name at this site")
    String device();

    @AttributeDefinition(name = "Contract", description = "That the device claims to keep")
    String contract();

    @AttributeDefinition(
            name = "Media type",
            description = "Of notifications that name no content format, for example application/json")
    String media__type() default "";

    @AttributeDefinition(
            name = "Further content formats",
            description = "NUMBER=MEDIA TYPE, for example 10001=application/vnd.onem2m-res+json")
    String[] content__formats() default {};

    @AttributeDefinition(name = "Identity of the shared key", description = "For coaps without certificates")
    String psk__identity() default "";

    @AttributeDefinition(name = "File of the shared key", description = "Its first line is the key; owner-only")
    String psk__key__file() default "";

    @AttributeDefinition(name = "Keystore file", description = "PKCS #12: the node's key, and the trusted issuers")
    String dtls__keystore() default "";

    @AttributeDefinition(name = "Keystore password file", description = "Its first line opens the keystore; owner-only")
    String dtls__password__file() default "";

    @AttributeDefinition(
            name = "Longest silence before the device is asked again [s]",
            description = "0: as long as the device says its last value stays fresh",
            min = "0")
    int silence__s() default 0;

    @AttributeDefinition(name = "Largest body [bytes]", min = "64", max = "16777216")
    int max__body__bytes() default 65_536;

    @AttributeDefinition(name = "First pause before the next try [ms]", min = "1")
    long reconnect__ms() default 1_000;

    @AttributeDefinition(name = "Longest pause before the next try [s]", min = "1")
    long reconnect__max__s() default 60;
}
