// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds contract bundles by their capability, compiles them, and says so. */
final class ContractBundles implements BundleTrackerCustomizer<Bundle> {
    private static final Logger LOG = LoggerFactory.getLogger(ContractBundles.class);

    private final ServedContracts contracts;
    private final Optional<Predecessors> predecessors;

    ContractBundles(ServedContracts contracts) {
        this(contracts, Optional.empty());
    }

    /** @param predecessors what bundles brought before; empty where nothing outlives a restart */
    ContractBundles(ServedContracts contracts, Optional<Predecessors> predecessors) {
        this.contracts = contracts;
        this.predecessors = predecessors;
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        List<BundleCapability> capabilities =
                bundle.adapt(BundleRevision.class).getDeclaredCapabilities(ContractFiles.CAPABILITY).stream()
                        .map(BundleCapability.class::cast)
                        .toList();
        if (capabilities.isEmpty()) {
            return null;
        }
        for (BundleCapability capability : capabilities) {
            add(bundle, capability.getAttributes(), capabilities.size());
        }
        return bundle;
    }

    private void add(Bundle bundle, Map<String, Object> capability, int count) {
        String origin = bundle.getSymbolicName() + " " + bundle.getVersion() + " [" + bundle.getBundleId() + "]";
        try {
            if (count > 1) {
                throw new IllegalArgumentException("a bundle brings one contract, this one claims " + count);
            }
            CompiledContract compiled = ContractReader.compile(ContractFiles.of(capability, files(bundle)));
            recall(bundle.getBundleId(), origin, compiled);
            String problem = contracts.serve(bundle.getBundleId(), origin, compiled);
            if (problem.isEmpty()) {
                predecessors.ifPresent(kept -> kept.keep(bundle.getBundleId(), compiled.files));
                LOG.info("contract {} is here, from {}", compiled.reference, origin);
            } else {
                LOG.warn("contract of {} is refused: {}", origin, problem);
            }
        } catch (RuntimeException e) {
            // Whatever is in a bundle's files, the others go on.
            Object version = capability.get("version");
            contracts.refuse(
                    bundle.getBundleId(),
                    origin,
                    String.valueOf(capability.get("contract")),
                    version instanceof Version v ? v : Version.emptyVersion,
                    problem(e));
            LOG.warn("contract of {} is refused: {}", origin, problem(e));
        }
    }

    /** An update that happened before this start: what was there before is brought first, as if it happened now. */
    private void recall(long bundle, String origin, CompiledContract compiled) {
        if (contracts.knows(bundle)) {
            return;
        }
        predecessors.flatMap(kept -> kept.of(bundle)).ifPresent(before -> {
            try {
                contracts.serve(bundle, origin, ContractReader.compile(before));
                contracts.withdraw(bundle);
            } catch (IllegalArgumentException e) {
                LOG.warn(
                        "What {} brought before {} is no contract any more: {}",
                        origin,
                        compiled.reference,
                        e.getMessage());
            }
        });
    }

    private static String problem(RuntimeException e) {
        return e instanceof IllegalArgumentException ? e.getMessage() : "compiling it failed, please report it: " + e;
    }

    private static Map<String, byte[]> files(Bundle bundle) {
        Map<String, byte[]> files = new HashMap<>();
        var entries = bundle.findEntries(ContractFiles.FOLDER, "*.json", false);
        for (URL url : entries == null ? List.<URL>of() : Collections.list(entries)) {
            String path = url.getPath().substring(1);
            try (InputStream in = url.openStream()) {
                files.put(path, ContractFiles.limited(path, in.readNBytes(ContractFiles.FILE_LIMIT + 1)));
            } catch (IOException e) {
                throw new IllegalArgumentException(path + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return files;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {}

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
        contracts.withdraw(bundle.getBundleId());
    }
}
