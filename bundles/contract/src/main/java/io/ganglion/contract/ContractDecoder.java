// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the contract that a payload claims and holds it against that. One for each thread. */
final class ContractDecoder implements Decoder {
    private final ServedContracts contracts;
    /** By what payloads claim. */
    private final Map<String, Bench> benches = new HashMap<>();

    /** By what payloads claim. */
    private final Map<String, Migration.Kept> kept = new HashMap<>();

    private final Codecs codecs;
    /** They remember what devices said, and so outlive a contract. */
    private final Map<Codec, Codec.Reader> readers = new HashMap<>();

    private ServedContracts.Snapshot current;

    /**
     * Where payloads of one claim are read, as long as it is served.
     *
     * @param tongues of the newest major
     * @param migration where several majors are served; null where there is one
     */
    private record Bench(List<ServedContracts.Served> served, int maxDepth, Tongues tongues, Migration migration) {}

    ContractDecoder(ServedContracts contracts, Codecs codecs) {
        this.codecs = codecs;
        this.contracts = contracts;
        this.current = contracts.snapshot();
    }

    @Override
    public Verdict decode(Payload payload) {
        try {
            Bench bench = bench(payload.contract());
            if (bench == null) {
                return refuse(payload, Reason.UNKNOWN_CONTRACT, unknown(payload.contract()), payload.contract());
            }
            return bench.migration == null ? bench.tongues.decode(payload) : bench.migration.decode(payload);
        } catch (RuntimeException | StackOverflowError e) {
            return refuse(payload, Reason.INTERNAL, "decoder failed, please report it: " + e, payload.contract());
        }
    }

    private static Rejection refuse(Payload payload, Reason reason, String message, String contract) {
        return new Rejection(reason, "", message, contract, -1);
    }

    private String unknown(String claim) {
        List<ServedContracts.Served> others = current.served.getOrDefault(Majors.name(claim), List.of());
        if (!others.isEmpty()) {
            return "no such major version is served: " + claim + "; served are "
                    + String.join(
                            ", ",
                            others.stream().map(one -> one.compiled().reference).toList());
        }
        return "no contract of this name is served: " + claim + NearMisses.hint(claim, current.served.keySet())
                + "; install its bundle";
    }

    private Bench bench(String claim) {
        ServedContracts.Snapshot latest = contracts.snapshot();
        if (latest != current) {
            current = latest;
            benches.entrySet().removeIf(entry -> !isCurrent(entry.getKey(), entry.getValue()) && remember(entry));
        }
        Bench bench = benches.get(claim);
        if (bench != null && stands(bench.served)) {
            return bench;
        }
        return bench == null ? open(claim) : bench(claim);
    }

    /** One major asks nothing of anybody; when a second comes, the devices of the first are known by their shapes. */
    private boolean remember(Map.Entry<String, Bench> entry) {
        Bench bench = entry.getValue();
        if (bench.migration == null && !current.claimed(entry.getKey()).isEmpty()) {
            Migration.Kept majors = kept.computeIfAbsent(entry.getKey(), claim -> new Migration.Kept());
            bench.tongues.devices().forEach(device -> majors.put(device, bench.tongues.major()));
        }
        return true;
    }

    private boolean stands(List<ServedContracts.Served> served) {
        for (int i = 0; i < served.size(); i++) {
            if (!contracts.stands(served.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isCurrent(String claim, Bench bench) {
        return bench.served.equals(current.claimed(claim)) && bench.maxDepth == current.maxDepth;
    }

    private Bench open(String claim) {
        List<ServedContracts.Served> served = current.claimed(claim);
        if (served.isEmpty()) {
            return null;
        }
        if (!stands(served)) {
            return bench(claim);
        }
        List<Tongues> majors = new ArrayList<>();
        for (ServedContracts.Served one : served) {
            ShapeDecoder decoder = new ShapeDecoder(one.compiled(), current.maxDepth, ShapeDecoder.BUDGET);
            majors.add(new Tongues(one.compiled(), decoder, codecs, readers));
        }
        Migration migration = majors.size() == 1
                ? null
                : new Migration(majors, kept.computeIfAbsent(claim, any -> new Migration.Kept()));
        Bench bench = new Bench(served, current.maxDepth, majors.get(0), migration);
        benches.put(claim, bench);
        return bench;
    }
}
