// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells of the models. */
@Component(service = Models.class)
public final class ModelsService implements Models {
    private final Inference inference;

    @Activate
    public ModelsService(@Reference Inference inference) {
        this.inference = inference;
    }

    @Override
    public List<ModelStatus> list() {
        return inference.models();
    }

    @Override
    public List<Route> routes() {
        return inference.routes();
    }
}
