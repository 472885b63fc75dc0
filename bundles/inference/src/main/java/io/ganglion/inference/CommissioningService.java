// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.Commissioning;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells of the devices that are commissioned. */
@Component(service = Commissioning.class)
public final class CommissioningService implements Commissioning {
    private final Commissioning book;

    @Activate
    public CommissioningService(@Reference Inference inference) {
        this.book = inference.commissioning();
    }

    @Override
    public List<Progress> list() {
        return book.list();
    }

    @Override
    public boolean recommission(String device) {
        return book.recommission(device);
    }
}
