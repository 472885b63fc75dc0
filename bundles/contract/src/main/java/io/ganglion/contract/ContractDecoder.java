// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.util.HashMap;
import java.util.Map;

/** Finds the contract that a payload claims and holds it against that. One for each thread. */
final class ContractDecoder implements Decoder {
    private final ServedContracts contracts;
    private final Map<String, Bench> benches = new HashMap<>();
    private final Codecs codecs;
    /** They remember what devices said, and so outlive a contract. */
    private final Map<Codec, Codec.Reader> readers = new HashMap<>();

    private ServedContracts.Snapshot current;

    /** Where payloads of one contract are read, as long as it is served. */
    private record Bench(ServedContracts.Served served, int maxDepth, Tongues tongues) {}

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
            return bench.tongues.decode(payload);
        } catch (RuntimeException | StackOverflowError e) {
            return refuse(payload, Reason.INTERNAL, "decoder failed, please report it: " + e, payload.contract());
        }
    }

    private static Rejection refuse(Payload payload, Reason reason, String message, String contract) {
        return new Rejection(reason, "", message, contract, -1);
    }

    private String unknown(String name) {
        return "no contract of this name is served: " + name + NearMisses.hint(name, current.served.keySet())
                + "; install its bundle";
    }

    private Bench bench(String contract) {
        ServedContracts.Snapshot latest = contracts.snapshot();
        if (latest != current) {
            current = latest;
            benches.values().removeIf(bench -> !isCurrent(bench));
        }
        Bench bench = benches.get(contract);
        if (bench != null && contracts.stands(bench.served)) {
            return bench;
        }
        return bench == null ? open(contract) : bench(contract);
    }

    private boolean isCurrent(Bench bench) {
        return bench.served.equals(
                        current.served.get(bench.served.compiled().contract.name()))
                && bench.maxDepth == current.maxDepth;
    }

    private Bench open(String contract) {
        ServedContracts.Served served = current.served.get(contract);
        if (served == null) {
            return null;
        }
        if (!contracts.stands(served)) {
            return bench(contract);
        }
        ShapeDecoder decoder = new ShapeDecoder(served.compiled(), current.maxDepth, ShapeDecoder.BUDGET);
        Tongues tongues = new Tongues(served.compiled(), decoder, codecs, readers);
        Bench bench = new Bench(served, current.maxDepth, tongues);
        benches.put(contract, bench);
        return bench;
    }
}
