// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import io.ganglion.dl4j.Backend;
import java.util.HashSet;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs networks by Deeplearning4j. Ranks low: what another engine can run, that one runs faster. Thread-safe. */
@Component(service = Engine.class, property = "service.ranking:Integer=-100")
public final class Dl4jEngine implements Engine {

    /** @param backend is up when it is there */
    @Activate
    public Dl4jEngine(@Reference Backend backend) {
        // Nothing to ask of it: what matters is that the native code is loaded and one thread wide.
    }

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Set<String> layers() {
        Set<String> kinds = new HashSet<>(LayerKinds.NAMES.values());
        kinds.add("graph");
        return Set.copyOf(kinds);
    }

    @Override
    public Network load(byte[] zip) throws ModelException {
        return load(zip, 1);
    }

    @Override
    public Network load(byte[] zip, int steps) throws ModelException {
        Archive archive = Archive.read(zip);
        ClassNames.check(archive.configuration());
        return Backend.pinned(() -> {
            Blueprint blueprint = Blueprint.read(archive.configuration());
            LayerKinds.check(blueprint);
            Sizes.check(blueprint, steps);
            INDArray parameters = Restore.parameters(archive.coefficients());
            return new Dl4jNetwork(blueprint, steps, parameters);
        });
    }
}
