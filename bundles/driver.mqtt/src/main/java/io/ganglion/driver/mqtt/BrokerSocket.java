// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The connection to a broker, plain or TLS with the broker's name verified, whose packets are {@linkplain
 * BoundedPackets bounded}. Paho takes it for a plain socket: its own TLS module leaves no room between the cipher and
 * the packets.
 */
final class BrokerSocket extends Socket {
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final Optional<SSLContext> tls;
    private final String host;
    private final int packetLimit;
    private volatile Socket wire = new Socket();
    private InputStream packets = InputStream.nullInputStream();

    BrokerSocket(Optional<SSLContext> tls, String host, int packetLimit) {
        this.tls = tls;
        this.host = host;
        this.packetLimit = packetLimit;
    }

    @Override
    public void connect(SocketAddress broker, int timeoutMillis) throws IOException {
        wire.connect(broker, timeoutMillis);
        wire.setTcpNoDelay(true);
        if (tls.isPresent()) {
            wire.setSoTimeout(HANDSHAKE_MILLIS);
            SSLSocket secured = (SSLSocket) tls.get().getSocketFactory().createSocket(wire, host, wire.getPort(), true);
            wire = secured;
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
        }
        packets = new BoundedPackets(wire.getInputStream(), packetLimit);
    }

    @Override
    public InputStream getInputStream() {
        return packets;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return wire.getOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        wire.setSoTimeout(millis);
    }

    @Override
    public boolean isConnected() {
        return wire.isConnected();
    }

    @Override
    public boolean isClosed() {
        return wire.isClosed();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
