// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of {@code io.ganglion.inference}; see the README. */
@ObjectClassDefinition(id = Inference.PID, name = "Ganglion inference")
public @interface InferenceConfig {

    @AttributeDefinition(
            name = "Linger [ms]",
            description = "How long a model answers on after its bundle has gone",
            min = "0")
    long linger__ms() default 2_000;

    @AttributeDefinition(name = "Devices", description = "Devices a model and partition whose state is kept", min = "1")
    int devices() default 100_000;

    @AttributeDefinition(
            name = "Commissioning at a time",
            description = "Devices a model that are commissioned at the same time; others wait",
            min = "1")
    int commissioning__devices() default 1_000;

    @AttributeDefinition(
            name = "Check period [ms]",
            description = "How often policy looks at trials and at a champion that is new",
            min = "1")
    int check__ms() default 2_000;
}
