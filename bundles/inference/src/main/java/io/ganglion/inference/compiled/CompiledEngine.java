// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs networks of dense layers without any native code. Thread-safe. */
public final class CompiledEngine implements Engine {
    public static final String NAME = "compiled";

    private final Kernel kernel;

    /** With the fastest kernel that this JVM has. */
    public CompiledEngine() {
        this(Kernels.fastest());
    }

    CompiledEngine(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Slower, and the same to the bit on every machine. */
    public static CompiledEngine inPlainLoops() {
        return new CompiledEngine(new PlainKernel());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> layers() {
        return Set.of("dense");
    }

    /** {@code vector} or {@code plain}. */
    public String kernel() {
        return kernel.name();
    }

    @Override
    public Network load(byte[] zip) throws ModelException {
        ModelArchive archive = ModelArchive.read(zip);
        List<LayerPlan> plans = NetworkPlan.read(archive.configuration());
        long needed = plans.stream().mapToLong(LayerPlan::parameters).sum();
        float[] coefficients = Coefficients.read(archive.coefficients(), needed);
        List<DenseLayer> layers = new ArrayList<>();
        int from = 0;
        for (LayerPlan plan : plans) {
            layers.add(DenseLayer.of(plan, coefficients, from, kernel.lanes()));
            from += (int) plan.parameters();
        }
        return new CompiledNetwork(layers, kernel);
    }
}
