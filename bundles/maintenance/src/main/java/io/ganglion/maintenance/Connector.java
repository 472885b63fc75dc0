// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance;

import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.TicketDraft;
import io.ganglion.maintenance.hook.HookGate;
import io.ganglion.maintenance.hook.Hooked;
import io.ganglion.maintenance.rest.RestSystem;
import io.ganglion.maintenance.rest.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A system from a configuration. One that is configured wrongly is there, says so, and does nothing. */
class Connector implements MaintenanceSystem, Hooked {
    private final String name;
    private final Optional<RestSystem> system;
    private final String problem;

    /**
     * From a configuration.
     *
     * @param template by default
     */
    Connector(Map<String, ?> configuration, String template, String pid) {
        Map<String, String> keys = new HashMap<>();
        configuration.forEach((key, value) -> keys.put(key, word(value)));
        Optional<RestSystem> made = Optional.empty();
        String wrong = "";
        try {
            made = Optional.of(new RestSystem(Settings.of(keys, template), Clock.systemUTC()));
        } catch (IllegalArgumentException | IOException e) {
            wrong = e.getMessage() + "; correct it in " + pid;
        }
        system = made;
        problem = wrong;
        name = made.map(RestSystem::name)
                .orElseGet(() -> keys.getOrDefault("name", "").isEmpty() ? template + "-unset" : keys.get("name"));
    }

    private static String word(Object value) {
        return value instanceof Object[] several
                ? Arrays.stream(several).map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    private RestSystem system() throws MaintenanceException {
        return system.orElseThrow(() -> MaintenanceException.refused(problem));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String trouble() {
        return system.map(RestSystem::trouble).orElse(problem);
    }

    @Override
    public Optional<HookGate> gate() {
        return system.flatMap(RestSystem::gate);
    }

    @Override
    public Ticket create(TicketDraft draft) throws MaintenanceException {
        return system().create(draft);
    }

    @Override
    public Optional<Ticket> read(String id) throws MaintenanceException {
        return system().read(id);
    }

    @Override
    public Optional<Ticket> find(String key) throws MaintenanceException {
        return system().find(key);
    }

    @Override
    public Optional<List<Ticket>> changedSince(Instant since) throws MaintenanceException {
        return system().changedSince(since);
    }

    @Override
    public void close(String id, String cause, String text) throws MaintenanceException {
        system().close(id, cause, text);
    }
}
