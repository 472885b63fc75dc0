// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.feed;

import io.ganglion.api.model.ModelId;

/** Where a model's bundle lies in a Maven repository. */
final class MavenPath {

    private static final String GROUP = "io.ganglion";

    private MavenPath() {}

    /** {@code io/ganglion/io.ganglion.model.NAME/VERSION/io.ganglion.model.NAME-VERSION.jar}. */
    static String jar(ModelId id) {
        String artefact = artefact(id);
        return GROUP.replace('.', '/') + "/" + artefact + "/" + id.version() + "/" + artefact + "-" + id.version()
                + ".jar";
    }

    /** {@code io.ganglion/io.ganglion.model.NAME/VERSION}. */
    static String coordinates(ModelId id) {
        return GROUP + "/" + artefact(id) + "/" + id.version();
    }

    private static String artefact(ModelId id) {
        return GROUP + ".model." + id.name();
    }
}
