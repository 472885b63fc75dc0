// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.model.ModelId;
import io.ganglion.hub.ledger.Publications.Published;
import java.util.List;

/** The text of {@code features.xml}: the same for the same list, so that it can be known again. */
public final class FeaturesXml {

    /** What the features of a node have: engines at 72, models at 73, the pipeline at 75. */
    private static final int START_LEVEL = 73;

    private FeaturesXml() {}

    /**
     * For a folder that any web server or disk may hold: bundles are named as Maven artefacts, and who reads it knows the
     * folder as a Maven repository.
     */
    public static byte[] forFolder(String node, List<Published> models) {
        return write(node, models, "mvn:", false);
    }

    /** For those who read it at a URL: bundles are named by URLs below the same one. */
    static byte[] forReader(String node, List<Published> models, String base) {
        return write(node, models, base + "/", true);
    }

    /**
     * Not {@code ganglion-model-NAME}, as the features that come with a node: a repository that is added must not raise what
     * another feature takes from a range.
     */
    static String feature(ModelId id) {
        return "model-" + id.name();
    }

    private static byte[] write(String node, List<Published> models, String base, boolean files) {
        StringBuilder xml = new StringBuilder(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<features name=\"ganglion-models-")
                .append(escaped(node))
                .append("\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">\n");
        for (Published model : models) {
            xml.append("  <feature name=\"")
                    .append(feature(model.id()))
                    .append("\" version=\"")
                    .append(model.id().version())
                    .append("\" description=\"Model for contract ")
                    .append(escaped(model.contract()))
                    .append(", SHA-256 ")
                    .append(model.artefact())
                    .append("\">\n    <bundle start-level=\"" + START_LEVEL + "\">")
                    .append(escaped(base + (files ? MavenPath.jar(model.id()) : MavenPath.coordinates(model.id()))))
                    .append("</bundle>\n  </feature>\n");
        }
        return xml.append("</features>\n").toString().getBytes(UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
