// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.ContractStatus.State;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.evolution.Comparison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.osgi.framework.Version;

/**
 * The contracts of a node: of each name and major version the highest that breaks nobody is served. Thread-safe: readers
 * see an immutable snapshot, which every change replaces as a whole.
 */
final class ServedContracts implements Contracts {
    private static final long STAYS = Long.MAX_VALUE;

    private final LongSupplier nanoClock;
    private final Codecs codecs;
    private final Succession succession;
    private final Map<Long, Candidate> candidates = new TreeMap<>();
    /** By the two that were compared; compared once, so that the verdict does not change with the devices of the day. */
    private final Map<Pair, String> problems = new HashMap<>();

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

        boolean isLine(Candidate other) {
            return name.equals(other.name) && version.getMajor() == other.version.getMajor();
        }

        Candidate until(long then) {
            return new Candidate(bundle, name, version, origin, problem, compiled, then);
        }

        Candidate because(String why) {
            return new Candidate(bundle, name, version, origin, why, compiled, until);
        }

        ContractStatus as(State state, String why) {
            return new ContractStatus(name, version, origin, state, why, compiled.map(c -> c.contract));
        }
    }

    private record Pair(CompiledContract older, CompiledContract newer) {}

    /** A contract in service. */
    record Served(CompiledContract compiled, long until) {
        int major() {
            return compiled.contract.version().getMajor();
        }
    }

    /** What is served at one moment. Compared by identity: a new one means that something changed. */
    static final class Snapshot {
        /** By name, the newest major first. */
        final Map<String, List<Served>> served;

        final int maxDepth;

        Snapshot(Map<String, List<Served>> served, int maxDepth) {
            this.served = Map.copyOf(served);
            this.maxDepth = maxDepth;
        }

        /** What a claim may be held against: one for {@code Pump@1}, every major for {@code Pump}. */
        List<Served> claimed(String claim) {
            List<Served> all = served.getOrDefault(claim, List.of());
            OptionalInt pinned = all.isEmpty() ? Majors.pinned(claim) : OptionalInt.empty();
            return pinned.isEmpty()
                    ? all
                    : served.getOrDefault(Majors.name(claim), List.of()).stream()
                            .filter(one -> one.major() == pinned.getAsInt())
                            .toList();
        }
    }

    ServedContracts(Settings settings, LongSupplier nanoClock) {
        this(settings, nanoClock, Codecs.builtIn(), Witnesses.NONE);
    }

    ServedContracts(Settings settings, LongSupplier nanoClock, Codecs codecs, Witnesses witnesses) {
        this.codecs = codecs;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.succession = new Succession(witnesses);
        this.snapshot = new Snapshot(Map.of(), settings.maxDepth());
    }

    synchronized void configure(Settings changed) {
        settings = changed;
        publish();
    }

    /**
     * A bundle brought this contract. It takes the place of all of its name and major whose bundle has gone; but where the
     * same bundle brought one that this one breaks, that one stays.
     *
     * @return why it may not take its bundle's own place; empty where it may
     */
    synchronized String serve(long bundle, String origin, CompiledContract compiled) {
        Contract contract = compiled.contract;
        Candidate candidate =
                new Candidate(bundle, contract.name(), contract.version(), origin, "", Optional.of(compiled), STAYS);
        Candidate before = candidates.get(bundle);
        candidates.values().removeIf(c -> c.isLeaving() && c.isLine(candidate));
        candidates.put(bundle, candidate);
        boolean updated = before != null && before.isLeaving() && before.isLine(candidate);
        String problem = updated ? succeed(before, candidate) : "";
        publish();
        return problem;
    }

    /** Whether a bundle brought something, in this run of the node. */
    synchronized boolean knows(long bundle) {
        return candidates.containsKey(bundle);
    }

    /** An update in place. A lower version is a way back, and always open. */
    private String succeed(Candidate before, Candidate candidate) {
        boolean back = candidate.version().compareTo(before.version()) < 0;
        String problem = back
                ? ""
                : problem(before.compiled().orElseThrow(), candidate.compiled().orElseThrow());
        if (!problem.isEmpty()) {
            candidates.put(before.bundle(), before.until(STAYS));
            candidates.put(-before.bundle() - 1, candidate.because(problem));
        }
        return problem;
    }

    private String problem(CompiledContract older, CompiledContract newer) {
        return problems.computeIfAbsent(new Pair(older, newer), pair -> succession.problem(older, newer));
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
                    bundle, gone.until(nanoClock.getAsLong() + settings.linger().toNanos()));
        }
        publish();
    }

    private boolean isServed(Candidate candidate) {
        return snapshot.served.getOrDefault(candidate.name(), List.of()).stream()
                .anyMatch(served -> served.compiled() == candidate.compiled().orElseThrow());
    }

    private void publish() {
        candidates.values().removeIf(c -> c.isLeaving() && hasPassed(c.until()));
        Map<String, List<Served>> served = new HashMap<>();
        for (Candidate candidate : lines(new HashMap<>()).values()) {
            served.computeIfAbsent(candidate.name(), name -> new ArrayList<>())
                    .add(new Served(candidate.compiled().orElseThrow(), candidate.until()));
        }
        served.replaceAll((name, majors) -> majors.stream()
                .sorted(Comparator.comparing(Served::major).reversed())
                .toList());
        problems.keySet().removeIf(pair -> !isHere(pair.older()) || !isHere(pair.newer()));
        snapshot = new Snapshot(served, settings.maxDepth());
    }

    private boolean isHere(CompiledContract compiled) {
        return candidates.values().stream()
                .anyMatch(candidate -> candidate.compiled().orElse(null) == compiled);
    }

    /**
     * Of each name and major the one that is served: from the lowest version up, each that may take the place of the one
     * before. Follows from what is here, not from the order in which it came.
     *
     * @param refused takes those that may not, and why
     */
    private Map<String, Candidate> lines(Map<Candidate, String> refused) {
        Map<String, Candidate> lines = new LinkedHashMap<>();
        for (Candidate candidate : ascending()) {
            if (candidate.problem().isEmpty()) {
                Candidate before = lines.get(line(candidate));
                String problem = before == null ? "" : problemAfter(before, candidate);
                if (problem.isEmpty()) {
                    lines.put(line(candidate), candidate);
                } else {
                    refused.put(candidate, problem);
                }
            }
        }
        return lines;
    }

    private String problemAfter(Candidate older, Candidate newer) {
        return newer.version().equals(older.version())
                ? newer.name() + "@" + newer.version() + " is already here, from " + older.origin()
                        + ": raise the version or uninstall one"
                : problem(older.compiled().orElseThrow(), newer.compiled().orElseThrow());
    }

    /** Those that are contracts, by version; of equals the one whose bundle came first. */
    private Collection<Candidate> ascending() {
        return candidates.values().stream()
                .filter(candidate -> candidate.compiled().isPresent())
                .sorted(Comparator.comparing(Candidate::version).thenComparing(Candidate::bundle))
                .toList();
    }

    private static String line(Candidate candidate) {
        return candidate.name() + "@" + candidate.version().getMajor();
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
        Map<Candidate, String> refused = new HashMap<>();
        Collection<Candidate> served = lines(refused).values();
        List<ContractStatus> list = new ArrayList<>();
        for (Candidate candidate : candidates.values()) {
            String problem = candidate.problem().isEmpty() ? refused.getOrDefault(candidate, "") : candidate.problem();
            State state =
                    !problem.isEmpty() ? State.REFUSED : served.contains(candidate) ? State.SERVED : State.STANDBY;
            list.add(candidate.as(state, problem));
        }
        list.sort(Comparator.comparing(ContractStatus::name).thenComparing(ContractStatus::version));
        return list;
    }

    /** A contract that is here, served or not; of a name without version, or with a major one, what is served. */
    synchronized Optional<CompiledContract> here(String reference) {
        List<Served> claimed = snapshot.claimed(reference);
        if (!claimed.isEmpty()) {
            return Optional.of(claimed.get(0).compiled());
        }
        return candidates.values().stream()
                .filter(candidate -> candidate.compiled().isPresent())
                .filter(candidate -> (candidate.name() + "@" + candidate.version()).equals(reference))
                .findFirst()
                .flatMap(Candidate::compiled);
    }

    Comparison compare(CompiledContract older, CompiledContract newer) {
        return succession.compare(older, newer);
    }

    @Override
    public Optional<Contract> find(String name) {
        return snapshot.claimed(name).stream().filter(this::stands).findFirst().map(served -> served.compiled()
                .contract);
    }

    @Override
    public Decoder newDecoder() {
        return new ContractDecoder(this, codecs);
    }
}
