// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import io.ganglion.ngsi.form.Problem;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which hosts this node may be told to notify: itself, and those that its operator listed. Without the list anybody who
 * may subscribe could send the node's requests anywhere in the plant.
 *
 * @param hosts names or addresses, as they are written in an endpoint; with {@code :port} for that port alone
 * @param brokerPort the port of this node's own broker; -1 where it has none
 * @param site this node's site
 */
public record Reach(Set<String> hosts, int brokerPort, String site) {

    public Reach {
        hosts = Set.copyOf(hosts);
    }

    void require(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!isLoopback(host) && !hosts.contains(host) && !hosts.contains(host + ":" + uri.getPort())) {
            throw Problem.badData("this node may not notify " + host
                    + ". Its operator can allow it: setting notification_hosts of io.ganglion.ngsi");
        }
        if (isOwnBroker(uri) && !topic(uri).startsWith(ownTopics())) {
            throw Problem.badData("on this node's own broker notifications go to topics below " + ownTopics()
                    + ", so that nobody takes them for what the node itself says: " + topic(uri));
        }
    }

    boolean isOwnBroker(URI uri) {
        int port = uri.getPort() < 0 ? 1_883 : uri.getPort();
        return uri.getScheme().equals("mqtt") && isLoopback(uri.getHost()) && port == brokerPort;
    }

    private String ownTopics() {
        return "ganglion/" + site + "/notification/";
    }

    static String topic(URI uri) {
        return uri.getPath().substring(1);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
