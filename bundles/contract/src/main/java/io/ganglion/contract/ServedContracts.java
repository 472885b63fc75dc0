// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.ContractStatus.State;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.osgi.framework.Version;

/**
 * The contracts of a node: of each name the highest version is served. Thread-safe: readers see an immutable snapshot,
 * which every change replaces as a whole.
 */
final class ServedContracts implements Contracts {
    private static final long STAYS = Long.MAX_VALUE;

    private final LongSupplier nanoClock;
    private final Codecs codecs;
    private final Map<Long, Candidate> candidates = new TreeMap<>();
    private Settings settings;
    private volatile Snapshot snapshot;

    /**
     * A contract bundle that is or was here.
     *
     * @param until when it stops to be served, by the monotonic clock; {@link #STAYS} while its bundle is here
     */
    private record Candidate(
            long bundle,
            String name,
            Version version,
            String origin,
            String problem,
            Optional<CompiledContract> compiled,
            long until) {
        boolean isLeaving() {
            return until != STAYS;
        }

        ContractStatus as(State state, String why) {
            return new ContractStatus(name, version, origin, state, why, compiled.map(c -> c.contract));
        }
    }

    /** A contract in service. */
    record Served(CompiledContract compiled, long until) {}

    /** What is served at one moment. Compared by identity: a new one means that something changed. */
    static final class Snapshot {
        final Map<String, Served> served;
        final int maxDepth;

        Snapshot(Map<String, Served> served, int maxDepth) {
            this.served = Map.copyOf(served);
            this.maxDepth = maxDepth;
        }
    }

    ServedContracts(Settings settings, LongSupplier nanoClock) {
        this(settings, nanoClock, Codecs.builtIn());
    }

    ServedContracts(Settings settings, LongSupplier nanoClock, Codecs codecs) {
        this.codecs = codecs;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.snapshot = new Snapshot(Map.of(), settings.maxDepth());
    }

    synchronized void configure(Settings changed) {
        settings = changed;
        publish();
    }

    /** A bundle brought this contract. It takes the place of all of its name whose bundle has gone. */
    synchronized void serve(long bundle, String origin, CompiledContract compiled) {
        Contract contract = compiled.contract;
        candidates.values().removeIf(c -> c.isLeaving() && c.name().equals(contract.name()));
        candidates.put(
                bundle,
                new Candidate(bundle, contract.name(), contract.version(), origin, "", Optional.of(compiled), STAYS));
        publish();
    }

    /** A bundle brought a contract that is none. What was served under its name goes on, if its bundle is here. */
    synchronized void refuse(long bundle, String origin, String name, Version version, String problem) {
        long key = candidates.containsKey(bundle) ? -bundle - 1 : bundle;
        candidates.put(key, new Candidate(bundle, name, version, origin, problem, Optional.empty(), STAYS));
        publish();
    }

    /** A bundle went. If its contract was served, it is for a while yet: an update brings the next one soon. */
    synchronized void withdraw(long bundle) {
        candidates.remove(-bundle - 1);
        Candidate gone = candidates.remove(bundle);
        if (gone != null && gone.compiled().isPresent() && isServed(gone)) {
            candidates.put(
                    bundle,
                    new Candidate(
                            bundle,
                            gone.name(),
                            gone.version(),
                            gone.origin(),
                            "",
                            gone.compiled(),
                            nanoClock.getAsLong() + settings.linger().toNanos()));
        }
        publish();
    }

    private boolean isServed(Candidate candidate) {
        Served served = snapshot.served.get(candidate.name());
        return served != null && served.compiled() == candidate.compiled().orElseThrow();
    }

    private void publish() {
        candidates.values().removeIf(c -> c.isLeaving() && hasPassed(c.until()));
        Map<String, Served> served = new HashMap<>();
        for (Candidate candidate : serving().values()) {
            served.put(candidate.name(), new Served(candidate.compiled().orElseThrow(), candidate.until()));
        }
        snapshot = new Snapshot(served, settings.maxDepth());
    }

    /** Of each name the highest version; of equals the one whose bundle came first. */
    private Map<String, Candidate> serving() {
        Map<String, Candidate> best = new HashMap<>();
        for (Candidate candidate : candidates.values()) {
            if (candidate.compiled().isPresent()) {
                best.merge(candidate.name(), candidate, (a, b) -> b.version().compareTo(a.version()) > 0 ? b : a);
            }
        }
        return best;
    }

    private boolean hasPassed(long until) {
        return nanoClock.getAsLong() - until >= 0;
    }

    /** What is served now. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Whether a contract is still served; ends the service of one whose time has come. */
    boolean stands(Served served) {
        if (served.until() == STAYS || !hasPassed(served.until())) {
            return true;
        }
        expire();
        return false;
    }

    private synchronized void expire() {
        publish();
    }

    @Override
    public synchronized List<ContractStatus> list() {
        publish();
        Map<String, Candidate> serving = serving();
        List<ContractStatus> list = new ArrayList<>();
        for (Candidate candidate : candidates.values()) {
            list.add(status(candidate, serving.get(candidate.name())));
        }
        list.sort(Comparator.comparing(ContractStatus::name).thenComparing(ContractStatus::version));
        return list;
    }

    private static ContractStatus status(Candidate candidate, Candidate served) {
        if (candidate.compiled().isEmpty()) {
            return candidate.as(State.REFUSED, candidate.problem());
        }
        if (candidate.equals(served)) {
            return candidate.as(State.SERVED, "");
        }
        if (candidate.version().equals(served.version())) {
            return candidate.as(
                    State.REFUSED,
                    candidate.name() + "@" + candidate.version() + " is already here, from " + served.origin()
                            + ": raise the version or uninstall one");
        }
        return candidate.as(State.STANDBY, "");
    }

    @Override
    public Optional<Contract> find(String name) {
        return Optional.ofNullable(snapshot.served.get(name))
                .filter(this::stands)
                .map(served -> served.compiled().contract);
    }

    @Override
    public Decoder newDecoder() {
        return new ContractDecoder(this, codecs);
    }
}
