// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Devices that were heard. */
@Service
public final class DeviceCompleter extends NodeCompleter {
    @Override
    Stream<String> names(Services node) {
        return node.find(Devices.class).stream()
                .flatMap(devices -> devices.list().stream())
                .map(Device::name);
    }
}
