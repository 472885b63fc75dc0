// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

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
 * The connection to a broker, plain or TLS with the broker's name verified, that lets no packet in beyond a limit. Paho
 * takes it for a plain socket.
 */
final class BrokerSocket extends Socket {
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final Optional<SSLContext> tls;
    private final Broker broker;
    private volatile Socket wire = new Socket();
    private volatile Optional<Expiry> expiry = Optional.empty();
    private InputStream packets = InputStream.nullInputStream();

    BrokerSocket(Broker broker) throws IOException {
        this.broker = broker;
        this.tls = broker.isSecure() ? Optional.of(broker.tls().context()) : Optional.empty();
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        wire.connect(address, timeoutMillis);
        wire.setTcpNoDelay(true);
        if (tls.isPresent()) {
            wire.setSoTimeout(HANDSHAKE_MILLIS);
            SSLSocket secured = (SSLSocket)
                    tls.get().getSocketFactory().createSocket(wire, broker.uri().getHost(), wire.getPort(), true);
            wire = secured;
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            expiry = Expiry.of(secured.getSession());
        }
        packets = new PacketGate(wire.getInputStream(), broker.packetBytes());
    }

    /** The certificate that ends first; empty without TLS, and before it is connected. */
    Optional<Expiry> expiry() {
        return expiry;
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
