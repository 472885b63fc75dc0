// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.util.AttributeKey;

/**
 * Who knocks at a connection: what its CONNECT claimed, and the login once that is proven. Written by the event loop
 * and by Artemis' thread of the connection, one after the other.
 */
final class Visitor {

    static final AttributeKey<Visitor> KEY = AttributeKey.valueOf("io.ganglion.broker.visitor");

    private final String address;
    private final String user;
    private final String clientId;
    private final String willTopic;
    private volatile Login login;

    Visitor(String address, String user, String clientId, String willTopic) {
        this.address = address;
        this.user = user;
        this.clientId = clientId;
        this.willTopic = willTopic;
    }

    /** The remote host, without the port. */
    String address() {
        return address;
    }

    String user() {
        return user;
    }

    /** As the broker knows it: bound to the user, so that nobody takes over another's session. */
    String clientId() {
        return clientId;
    }

    /** Null where there is no will. */
    String willTopic() {
        return willTopic;
    }

    /** Null until the password has proven right. */
    Login login() {
        return login;
    }

    void admit(Login proven) {
        login = proven;
    }
}
