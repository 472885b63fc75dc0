// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import java.lang.reflect.Proxy;
import java.util.Map;

/** A configuration as the framework hands it over: its defaults, and what differs by the keys that people write. */
final class Settings {
    private Settings() {}

    static LearningConfig of(Map<String, Object> different) {
        return (LearningConfig) Proxy.newProxyInstance(
                LearningConfig.class.getClassLoader(),
                new Class<?>[] {LearningConfig.class},
                (proxy, method, arguments) ->
                        different.getOrDefault(method.getName().replace("__", "_"), method.getDefaultValue()));
    }
}
