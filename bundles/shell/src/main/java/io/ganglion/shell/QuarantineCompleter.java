// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Selection;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The newest refused payloads. */
@Service
public final class QuarantineCompleter extends NodeCompleter {
    private static final int OFFERED = 50;

    @Override
    Stream<String> names(Services node) {
        return node.find(Quarantine.class).stream()
                .flatMap(quarantine -> quarantine.list(OFFERED).stream())
                .map(refused -> Long.toString(refused.id()));
    }

    private static Stream<Group> groups(Services node) {
        return node.find(Quarantine.class).stream().flatMap(quarantine -> quarantine.groups(Selection.ALL).stream());
    }

    /** An example of each kind of trouble. */
    @Service
    public static final class Groups extends NodeCompleter {
        @Override
        Stream<String> names(Services node) {
            return groups(node).map(group -> Long.toString(group.example()));
        }
    }

    /** Contracts that something refused claims. */
    @Service
    public static final class Contracts extends NodeCompleter {
        @Override
        Stream<String> names(Services node) {
            return groups(node).map(Group::contract).distinct();
        }
    }

    /** Reasons for which something was refused. */
    @Service
    public static final class Reasons extends NodeCompleter {
        @Override
        Stream<String> names(Services node) {
            return groups(node).map(group -> group.reason().name()).distinct();
        }
    }

    /** Devices that sent something that was refused lately. */
    @Service
    public static final class Devices extends NodeCompleter {
        @Override
        Stream<String> names(Services node) {
            return node.find(Quarantine.class).stream()
                    .flatMap(quarantine -> quarantine.list(OFFERED).stream())
                    .map(refused -> refused.payload().device())
                    .distinct();
        }
    }
}
