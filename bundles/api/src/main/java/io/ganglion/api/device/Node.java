// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Which node this is. One service of this type is registered on every node.
 *
 * @param name the node's name, a valid {@linkplain Payload#isName name}
 * @param site the plant it stands in, a valid name; the second level of every topic
 * @param data the folder that belongs to this node; a bundle keeps its state in a folder of its own below it
 */
public record Node(String name, String site, Path data) {
    public Node {
        requireNonNull(data, "data");
        if (!Payload.isName(name)) {
            throw new IllegalArgumentException("name must fit one topic level: name=" + name);
        }
        if (!Payload.isName(site)) {
            throw new IllegalArgumentException("site must fit one topic level: site=" + site);
        }
    }

    /** A topic of this site: {@code ganglion/{site}/{kind}/{levels…}}. */
    public String topic(String kind, String... levels) {
        return "ganglion/" + site + "/" + kind + "/" + String.join("/", levels);
    }
}
