// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of one server. A double underscore here is a single one in the key: {@code sampling_ms}. */
@ObjectClassDefinition(id = OpcUaConfig.PID, name = "Ganglion driver: OPC UA")
@interface OpcUaConfig {

    /** Factory PID. */
    String PID = "io.ganglion.driver.opcua";

    @AttributeDefinition(name = "Name", description = "Of this instance, unique on the node; empty for opcua-DEVICE")
    String name() default "";

    @AttributeDefinition(name = "Endpoint", description = "opc.tcp://host:4840/path")
    String endpoint();

    @AttributeDefinition(
            name = "Security policy",
            description = "None sends everything in the clear, and is never chosen by itself",
            options = {
                @Option("Basic256Sha256"),
                @Option("Aes128_Sha256_RsaOaep"),
                @Option("Aes256_Sha256_RsaPss"),
                @Option("None")
            })
    String security__policy() default "Basic256Sha256";

    @AttributeDefinition(name = "Sign only", description = "Messages are signed, but can be read on the wire")
    boolean sign__only() default false;

    @AttributeDefinition(name = "User", description = "Empty for anonymous")
    String user() default "";

    @AttributeDefinition(name = "Password file", description = "Its first line is the password; owner-only")
    String password__file() default "";

    @AttributeDefinition(name = "Device", description = "Its name at this site")
    String device();

    @AttributeDefinition(name = "Contract", description = "That the device claims to keep")
    String contract();

    @AttributeDefinition(name = "Entity type", description = "Empty for the contract's name")
    String entity__type() default "";

    @AttributeDefinition(
            name = "Variables",
            description = "ATTRIBUTE=NODE ID each, for example motorCurrent=ns=2;s=Pump.Current")
    String[] nodes();

    @AttributeDefinition(
            name = "Mode",
            description = "Whether the server tells of changes, or is asked",
            options = {@Option("subscribe"), @Option("poll")})
    String mode() default "subscribe";

    @AttributeDefinition(name = "Publishing interval, or polling period [ms]", min = "10")
    long period__ms() default 1_000;

    @AttributeDefinition(
            name = "Sampling interval [ms]",
            description = "How often the server looks at each variable; 0 for the publishing interval",
            min = "0")
    long sampling__ms() default 0;

    @AttributeDefinition(name = "How long a connection or an answer may take [ms]", min = "100", max = "60000")
    int timeout__ms() default 5_000;

    @AttributeDefinition(name = "First pause before a reconnect [ms]", min = "1")
    long reconnect__ms() default 1_000;

    @AttributeDefinition(name = "Longest pause before a reconnect [s]", min = "1")
    long reconnect__max__s() default 60;

    @AttributeDefinition(
            name = "Folder of certificates",
            description =
                    "Whom this node trusts, and whom it turned away; empty for driver.opcua below the node's data")
    String trust__folder() default "";

    @AttributeDefinition(
            name = "Folder of the node's own key",
            description = "Empty: property ganglion.secrets, else secrets below the node's data")
    String secrets() default "";
}
