// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.device.Devices;
import io.ganglion.api.evolution.Comparison;
import io.ganglion.api.evolution.Evolution;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Tail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.BundleTracker;

/** The contracts of this node, as its bundles bring them. */
@Component(configurationPid = "io.ganglion.contract", immediate = true)
@Designate(ocd = ContractsComponent.Config.class)
public final class ContractsComponent implements Contracts, Evolution {
    /** Settings of the PID {@code io.ganglion.contract}. */
    @ObjectClassDefinition(name = "Ganglion contracts")
    public @interface Config {
        @AttributeDefinition(name = "Deepest nesting of a payload [levels]", min = "2", max = "1000")
        int max__depth() default 32;

        @AttributeDefinition(name = "How long a contract is served on when its bundle stops [ms]", min = "0")
        long linger__ms() default 2_000;
    }

    private final ServedContracts contracts;
    private final BundleTracker<Bundle> tracker;

    @Activate
    public ContractsComponent(BundleContext context, Config config, @Reference Codecs codecs) {
        contracts = new ServedContracts(
                settings(config),
                System::nanoTime,
                codecs,
                new Witnesses(
                        () -> find(context, Devices.class),
                        () -> find(context, Tail.class),
                        () -> find(context, Models.class)));
        tracker = new BundleTracker<>(context, Bundle.ACTIVE, new ContractBundles(contracts, predecessors(context)));
        tracker.open();
    }

    private static Optional<Predecessors> predecessors(BundleContext context) {
        return Optional.ofNullable(context.getDataFile("predecessors"))
                .map(folder -> new Predecessors(folder.toPath(), id -> context.getBundle(id) != null));
    }

    /** Asked for when a version is compared, and not held: whoever serves these needs contracts first. */
    private static <T> Optional<T> find(BundleContext context, Class<T> type) {
        return Optional.ofNullable(context.getServiceReference(type)).map(context::getService);
    }

    private static Settings settings(Config config) {
        return new Settings(config.max__depth(), Duration.ofMillis(config.linger__ms()));
    }

    @Modified
    void modified(Config config) {
        contracts.configure(settings(config));
    }

    @Deactivate
    void deactivate() {
        tracker.close();
    }

    @Override
    public List<ContractStatus> list() {
        return contracts.list();
    }

    @Override
    public Optional<Contract> find(String name) {
        return contracts.find(name);
    }

    @Override
    public Comparison compare(String older, String newer) {
        return contracts.compare(contract(older), contract(newer));
    }

    private CompiledContract contract(String reference) {
        return contracts.here(reference).orElseGet(() -> {
            Path path = Path.of(reference);
            if (!Files.exists(path)) {
                throw new IllegalArgumentException("neither a contract of this node nor a file on it: " + reference
                        + "; here are "
                        + contracts.list().stream()
                                .map(status -> status.name() + "@" + status.version())
                                .collect(Collectors.joining(", ")));
            }
            return ContractReader.compile(ContractFiles.read(path));
        });
    }

    @Override
    public Decoder newDecoder() {
        return contracts.newDecoder();
    }
}
