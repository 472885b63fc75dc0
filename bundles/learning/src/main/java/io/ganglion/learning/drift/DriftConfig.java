// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of {@code io.ganglion.drift}; see the README. */
@ObjectClassDefinition(id = DriftStage.PID, name = "Ganglion drift")
public @interface DriftConfig {

    @AttributeDefinition(name = "Detectors", description = "Of page-hinkley, adwin, kswin, psi, missing")
    String[] detectors() default {"page-hinkley", "adwin", "kswin", "psi", "missing"};

    @AttributeDefinition(name = "Votes", description = "So many detectors must speak together", min = "1")
    int votes() default 2;

    @AttributeDefinition(
            name = "Shift [deviations]",
            description = "How far a subject must have gone, in deviations of its reference")
    double shift() default 4;

    @AttributeDefinition(name = "Threshold of Page-Hinkley [deviations x blocks]")
    double threshold() default 16;

    @AttributeDefinition(name = "Delta of ADWIN")
    double delta() default 0.002;

    @AttributeDefinition(name = "Alpha of KSWIN")
    double alpha() default 0.0001;

    @AttributeDefinition(name = "Reference, at least [rows]", min = "64")
    long reference__rows() default 3_600;

    @AttributeDefinition(
            name = "Reference, at least [h]",
            description = "As long as what is normal takes to come round: a day",
            min = "0")
    double reference__hours() default 24;

    @AttributeDefinition(name = "Block, at least [rows]", description = "A power of two")
    int block__least() default 16;

    @AttributeDefinition(name = "Block, at most [rows]", description = "A power of two, at most 512")
    int block__most() default 64;

    @AttributeDefinition(name = "Devices", description = "Devices a partition whose state is kept", min = "1")
    int devices() default 2_000;

    @AttributeDefinition(name = "Quorum", description = "Share of devices that drift alike before the model does")
    double quorum() default 0.3;
}
