// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one slave. A double underscore here is a single one in the key: {@code period_ms}. */
@ObjectClassDefinition(id = ModbusConfig.PID, name = "Ganglion driver: Modbus TCP")
@interface ModbusConfig {

    /** Factory PID. */
    String PID = "io.ganglion.driver.modbus";

    @AttributeDefinition(name = "Name", description = "Of this instance, unique on the node; empty for modbus-DEVICE")
    String name() default "";

    @AttributeDefinition(name = "Host of the slave or gateway")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "1", max = "65535")
    int port() default 502;

    @AttributeDefinition(name = "Unit id", min = "0", max = "255")
    int unit() default 1;

    @AttributeDefinition(name = "Device", description = "Its name at this site")
    String device();

    @AttributeDefinition(name = "Contract", description = "That the device claims to keep")
    String contract();

    @AttributeDefinition(name = "Entity type", description = "Empty for the contract's name")
    String entity__type() default "";

    @AttributeDefinition(name = "Sampling period [ms]", min = "1")
    long period__ms() default 1_000;

    @AttributeDefinition(
            name = "Registers",
            description = "ATTRIBUTE=AREA:ADDRESS:TYPE:ORDER:SCALE:OFFSET each, for example"
                    + " motorCurrent=holding:100:float32:abcd; addresses from 0")
    String[] registers();

    @AttributeDefinition(name = "Registers read for nothing, to save a request, at most", min = "0", max = "100")
    int max__gap() default 0;

    @AttributeDefinition(name = "How long a connection or an answer may take [ms]", min = "1", max = "60000")
    int timeout__ms() default 1_000;

    @AttributeDefinition(name = "First pause before a reconnect [ms]", min = "1")
    long reconnect__ms() default 1_000;

    @AttributeDefinition(name = "Longest pause before a reconnect [s]", min = "1")
    long reconnect__max__s() default 60;
}
