// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import io.ganglion.inference.compiled.CompiledEngine;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The compiled engine as a service. It ranks high: what it can run, it runs fastest. */
@Component(service = Engine.class, property = "service.ranking:Integer=100")
public final class CompiledEngineService implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledEngineService.class);

    private final CompiledEngine engine = new CompiledEngine();

    @Activate
    public CompiledEngineService() {
        if (engine.kernel().equals("plain")) {
            LOG.info("No Vector API in this JVM, so networks run in plain loops: start it with --add-modules "
                    + "jdk.incubator.vector and org.osgi.framework.system.packages.extra=jdk.incubator.vector");
        }
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Set<String> layers() {
        return engine.layers();
    }

    @Override
    public Network load(byte[] zip) throws ModelException {
        return engine.load(zip);
    }

    @Override
    public Network load(byte[] zip, int steps) throws ModelException {
        return engine.load(zip, steps);
    }
}
