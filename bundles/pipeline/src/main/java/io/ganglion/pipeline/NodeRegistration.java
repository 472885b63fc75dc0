// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.device.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Hashtable;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Registers who this node is. A record cannot be a component itself, so this one registers it. */
@Component(
        service = {},
        configurationPid = NodeConfig.PID,
        immediate = true)
@Designate(ocd = NodeConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = {"objectClass:List<String>=\"io.ganglion.api.device.Node\"", "uses:=\"io.ganglion.api.device\""})
public final class NodeRegistration {

    /** Framework or system property that names the data folder. */
    static final String DATA = "ganglion.data";

    private static final String DEFAULT_DATA = "data/ganglion";

    private final ServiceRegistration<Node> registration;

    @Activate
    public NodeRegistration(BundleContext context, NodeConfig config) throws IOException {
        Path data = Path.of(Optional.ofNullable(context.getProperty(DATA)).orElse(DEFAULT_DATA));
        Node node = describe(config.name(), config.site(), data);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("name", node.name());
        properties.put("site", node.site());
        registration = context.registerService(Node.class, node, properties);
    }

    @Deactivate
    void stop() {
        registration.unregister();
    }

    /** The node, with its data folder made where it was not there yet, for its owner only. */
    static Node describe(String name, String site, Path data) throws IOException {
        Path folder = data.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        }
        return new Node(name.isBlank() ? HostName.read() : name.strip(), site.strip(), folder);
    }
}
