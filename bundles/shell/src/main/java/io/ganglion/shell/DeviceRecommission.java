// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.model.Commissioning;
import io.ganglion.shell.print.Near;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Forgets what is normal for a device, after a repair for example. */
@Service
@Command(
        scope = "aiot",
        name = "device-recommission",
        description = "Forgets a device's own normaliser and threshold; its next good rows set them anew")
public final class DeviceRecommission extends NodeCommand {
    @Argument(name = "DEVICE", required = true, description = "The device's name at this site")
    @Completion(DeviceCompleter.class)
    String device;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Commissioning commissioning = need(node, Commissioning.class, "io.ganglion.inference");
        List<Commissioning.Progress> all = commissioning.list();
        if (!commissioning.recommission(device)) {
            throw new CommandFailure(Near.miss(
                    "commissioned device",
                    device,
                    all.stream().map(Commissioning.Progress::device).toList()));
        }
        int rows = all.stream()
                .filter(progress -> progress.device().equals(device))
                .mapToInt(Commissioning.Progress::required)
                .max()
                .orElse(0);
        out.println(device + " learns its own normal again from its next " + rows
                + " good rows. Watch it: aiot:device-list");
    }
}
