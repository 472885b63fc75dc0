// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.shell.print.Near;
import java.util.List;
import java.util.stream.Stream;

/** Who has a history, or a failure that names the near ones. */
final class Known {

    private Known() {}

    /** By id or device. */
    static Entity entity(History history, String idOrDevice) throws CommandFailure {
        return history.find(idOrDevice)
                .orElseThrow(() -> new CommandFailure(Near.miss(
                        "device with a history",
                        idOrDevice,
                        history.entities().stream()
                                .flatMap(entity -> Stream.of(entity.device(), entity.id()))
                                .toList())));
    }

    static Entity entity(History history, String contract, String device) throws CommandFailure {
        List<Entity> all = history.entities();
        List<Entity> under = all.stream()
                .filter(entity -> entity.contract().name().equals(contract))
                .toList();
        if (under.isEmpty()) {
            throw new CommandFailure(Near.miss(
                    "contract with a history",
                    contract,
                    all.stream().map(entity -> entity.contract().name()).toList()));
        }
        return under.stream()
                .filter(entity -> entity.device().equals(device) || entity.id().equals(device))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(Near.miss(
                        contract + " with a history",
                        device,
                        under.stream().map(Entity::device).toList())));
    }
}
