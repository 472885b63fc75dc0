// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of one simulated pump. A double underscore here is a single one in the key: {@code period_ms}. */
@ObjectClassDefinition(id = "io.ganglion.driver.machine", name = "Ganglion driver: simulated pump")
@interface MachineConfig {
    @AttributeDefinition(name = "Device", description = "Its name at this site")
    String device() default "pump-1";

    @AttributeDefinition(name = "Seed", description = "Same seed and device, same pump")
    long seed() default 1;

    @AttributeDefinition(name = "Sampling period [ms]", min = "1")
    long period__ms() default 1_000;

    @AttributeDefinition(
            name = "Representation",
            options = {@Option("keyvalues"), @Option("concise"), @Option("normalized")})
    String representation() default "keyvalues";

    @AttributeDefinition(
            name = "Drive",
            description = "What turns it: as the seed has it, one speed, or changing speeds",
            options = {@Option("any"), @Option("mains"), @Option("variable")})
    String drive() default "any";

    @AttributeDefinition(
            name = "Fault",
            options = {
                @Option("none"),
                @Option("wear"),
                @Option("cavitation"),
                @Option("valve_closing"),
                @Option("sensor_stuck"),
                @Option("clock_skew"),
                @Option("chatter")
            })
    String fault() default "none";

    @AttributeDefinition(name = "Fault begins at row", min = "0")
    long fault__from() default 600;

    @AttributeDefinition(name = "Fault lasts [rows], 0 for ever", min = "0")
    long fault__rows() default 0;

    @AttributeDefinition(name = "Fault comes again after [rows], 0 never", min = "0")
    long fault__every() default 0;

    @AttributeDefinition(name = "Fault severity [0..1]")
    double fault__severity() default 1;

    @AttributeDefinition(name = "Sensor that sticks")
    String fault__attribute() default "motorCurrent";

    @AttributeDefinition(name = "Clock skew [s], positive is ahead")
    double fault__skew__s() default 3_600;
}
