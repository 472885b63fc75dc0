// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Network;
import io.ganglion.inference.scoring.Fitness;
import io.ganglion.inference.scoring.LoadedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads a model bundle's files, restores its network, and has it prove itself. Slow; never on the hot path. */
final class ModelLoader {
    static final int SPEC_LIMIT = 1 << 20;
    static final int PROBES_LIMIT = 4 << 20;
    static final int NETWORK_LIMIT = 32 << 20;
    static final int CARD_LIMIT = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WARM_ROWS = 16;
    private static final int WARM_RUNS = 4_000;
    private static final long WARM_NANOS = 300_000_000L;

    /** Puts a verified network into use. */
    @FunctionalInterface
    interface Use {
        LoadedModel of(ModelSpec spec, Network network);
    }

    private final ModelOffer offer;
    private final List<Engine> engines;

    /** @param engines that run the layers which the offer requires, the best first */
    ModelLoader(ModelOffer offer, List<Engine> engines) {
        this.offer = offer;
        this.engines = engines;
    }

    /** The model in memory, or the reason why not. */
    Shelf load(Use use) {
        Optional<ModelSpec> read = Optional.empty();
        String card = "";
        try {
            card = card();
            ModelSpec spec = spec();
            read = Optional.of(spec);
            if (engines.isEmpty()) {
                String layers = String.join(",", new TreeSet<>(offer.layers()));
                return idle(
                        read,
                        card,
                        State.UNRESOLVED,
                        "no engine is running for layers=" + layers + "; see bundle:list");
            }
            return load(spec, card, use);
        } catch (ModelException e) {
            return idle(read, card, State.REFUSED, e.getMessage());
        }
    }

    private Shelf idle(Optional<ModelSpec> spec, String card, State state, String problem) {
        return new Shelf(offer, spec, card, null, null, state, problem);
    }

    private Shelf load(ModelSpec spec, String card, Use use) throws ModelException {
        byte[] zip = required("model/network.zip", NETWORK_LIMIT);
        Probes probes = json("model/probes.json", PROBES_LIMIT, Probes.class);
        ModelException trouble = null;
        for (Engine engine : engines) {
            try {
                Network network = verified(engine, zip, spec, probes);
                return new Shelf(offer, Optional.of(spec), card, use.of(spec, network), engine, null, "");
            } catch (ModelException e) {
                trouble = e;
            } catch (RuntimeException e) {
                trouble = new ModelException("engine " + engine.name() + " failed: " + e, e);
            }
        }
        throw trouble;
    }

    private ModelSpec spec() throws ModelException {
        ModelSpec spec = json("model/model.json", SPEC_LIMIT, ModelSpec.class);
        if (!spec.contract().equals(offer.contract())) {
            throw new ModelException("model.json reads contract " + spec.contract()
                    + ", but the bundle's capability says contract=" + offer.contract());
        }
        return spec;
    }

    /** The card as it is, or nothing: a model without a card can serve, it only cannot explain itself. */
    private String card() throws ModelException {
        byte[] card = bytes("model/card.json", CARD_LIMIT);
        return card == null ? "" : new String(card, StandardCharsets.UTF_8);
    }

    private static Network verified(Engine engine, byte[] zip, ModelSpec spec, Probes probes) throws ModelException {
        Network network = engine.load(zip, spec.steps());
        try {
            Fitness.check(spec, network);
            probes.verify(network);
            warm(network);
            return network;
        } catch (ModelException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Lets the JVM compile the network's loops before the first live row waits for them. */
    private static void warm(Network network) {
        Network.Runner runner = network.newRunner();
        float[] in = new float[WARM_ROWS * network.inputs()];
        float[] out = new float[WARM_ROWS * network.outputs()];
        long end = System.nanoTime() + WARM_NANOS;
        for (int i = 0; i < WARM_RUNS && System.nanoTime() - end < 0; i++) {
            runner.run(in, (i & 1) == 0 ? 1 : WARM_ROWS, out);
        }
    }

    private <T> T json(String path, int limit, Class<T> type) throws ModelException {
        try {
            T value = JSON.readValue(required(path, limit), type);
            if (value == null) {
                throw new ModelException(path + " is null");
            }
            return value;
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read: " + firstLine(e), e);
        }
    }

    private byte[] required(String path, int limit) throws ModelException {
        byte[] bytes = bytes(path, limit);
        if (bytes == null) {
            throw new ModelException("the bundle has no " + path);
        }
        return bytes;
    }

    private byte[] bytes(String path, int limit) throws ModelException {
        try {
            byte[] bytes = offer.files().read(path, limit);
            if (bytes != null && bytes.length > limit) {
                throw new ModelException(path + " is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Jackson explains on the first line and quotes on the others. */
    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
