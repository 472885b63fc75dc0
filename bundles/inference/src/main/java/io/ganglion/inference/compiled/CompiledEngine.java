// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import java.util.Set;

/** Runs networks of the usual layers for rows and series without any native code. Thread-safe. */
public final class CompiledEngine implements Engine {
    public static final String NAME = "compiled";
    /** What {@link LayerReader} reads, by the names that model bundles require; the bundle's capability says the same. */
    private static final Set<String> LAYERS = Set.of(
            "dense", "batchnorm", "lstm", "conv1d", "pool1d", "activation", "dropout", "globalpool", "steps", "graph");

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
        return LAYERS;
    }

    /** {@code vector} or {@code plain}. */
    public String kernel() {
        return kernel.name();
    }

    @Override
    public Network load(byte[] zip) throws ModelException {
        return load(zip, 1);
    }

    @Override
    public Network load(byte[] zip, int steps) throws ModelException {
        ModelArchive archive = ModelArchive.read(zip);
        NetworkPlan plan = NetworkPlan.read(archive.configuration(), steps);
        float[] coefficients = Coefficients.read(archive.coefficients(), plan.coefficients());
        Program program = new Program(kernel);
        Value result = plan.build(new Weights(coefficients), program);
        return new CompiledNetwork(plan, coefficients, program, result);
    }
}
