// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Hands one socket to Paho, which connects it itself. */
final class Sockets extends SocketFactory {
    private final Socket made;

    Sockets(Socket made) {
        this.made = made;
    }

    @Override
    public Socket createSocket() {
        return made;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("Paho connects the socket itself: " + host + ":" + port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return createSocket(host.getHostAddress(), port);
    }
}
