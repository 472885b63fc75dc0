// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.inference.rollout.Tags;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Tags of devices from configuration: {@code canary = pump-1,pump-2?}. */
@Component(
        service = {},
        configurationPid = "io.ganglion.tags",
        immediate = true)
public final class DeviceTags {
    /** What the framework adds to every configuration. */
    private static final Set<String> OTHERS = Set.of("service.pid", "component.name", "component.id");

    private final Inference inference;

    @Activate
    public DeviceTags(@Reference Inference inference, Map<String, Object> properties) {
        this.inference = inference;
        change(properties);
    }

    @Modified
    void change(Map<String, Object> properties) {
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((tag, globs) -> {
            if (!OTHERS.contains(tag) && !tag.startsWith("felix.") && !tag.startsWith("osgi.")) {
                texts.put(tag, String.valueOf(globs));
            }
        });
        inference.desk().tags(Tags.of(texts));
    }
}
