// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * One connection to a broker, from connect to its end; never used twice. Reports to its listener from Paho's threads.
 */
final class Session implements MqttCallback {
    private static final int CONNECT_SECONDS = 10;
    private static final int REFUSED = 0x80;
    private static final long CLOSE_MILLIS = 1_000;

    private final MqttSettings settings;
    private final Doorstep doorstep;
    private final Listener listener;
    private final MqttAsyncClient client;
    private final AckWindow window = new AckWindow(this::acknowledge);
    private volatile boolean closing;
    private volatile Optional<Socket> socket = Optional.empty();

    /** Told what becomes of a session; called by Paho's threads. */
    interface Listener {
        void online(Session session);

        /** The session is over; may come more than once. */
        void over(Session session, Trouble trouble);
    }

    Session(MqttSettings settings, Doorstep doorstep, Listener listener) throws MqttException {
        this.settings = settings;
        this.doorstep = doorstep;
        this.listener = listener;
        this.client = new MqttAsyncClient(settings.pahoUri(), settings.clientId(), new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /** Begins to connect; returns at once, but for reading the TLS files. */
    void open() throws IOException, MqttException {
        client.connect(options(), null, new Outcome() {
            @Override
            public void onSuccess(IMqttToken token) {
                subscribe();
            }
        });
    }

    private MqttConnectOptions options() throws IOException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(settings.cleanSession());
        options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setSocketFactory(
                new Sockets(settings.isSecure() ? Optional.of(settings.tls().context()) : Optional.empty()));
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
        }
        if (settings.passwordFile().isPresent()) {
            byte[] secret = SecretFile.readSecret(
                    "password_file", settings.passwordFile().get());
            options.setPassword(new String(secret, UTF_8).strip().toCharArray());
        }
        settings.statusTopic().ifPresent(topic -> options.setWill(topic, status("offline"), 1, true));
        return options;
    }

    private static byte[] status(String state) {
        return ("{\"status\":\"" + state + "\"}").getBytes(UTF_8);
    }

    private void subscribe() {
        String[] filters = settings.filters().toArray(new String[0]);
        int[] qos = new int[filters.length];
        Arrays.fill(qos, settings.qos());
        try {
            client.subscribe(filters, qos, null, new Outcome() {
                @Override
                public void onSuccess(IMqttToken token) {
                    subscribed(token.getGrantedQos());
                }
            });
            if (settings.statusTopic().isPresent()) {
                client.publish(settings.statusTopic().get(), status("online"), 1, true);
            }
        } catch (MqttException e) {
            end(Trouble.of(e, settings));
        }
    }

    private void subscribed(int[] granted) {
        for (int i = 0; i < granted.length; i++) {
            if (granted[i] == REFUSED) {
                end(Trouble.lasting("broker refuses the subscription "
                        + settings.filters().get(i) + "; let the login read it: " + settings.uri()));
                return;
            }
        }
        listener.online(this);
    }

    /** On Paho's callback thread; held here while the node is full. What it throws ends the session. */
    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
        int id = message.getQos() == 0 ? 0 : message.getId();
        doorstep.enter(topic, message.getPayload(), id, window, () -> !closing && client.isConnected());
    }

    private void acknowledge(int id) {
        try {
            client.messageArrivedComplete(id, 1);
        } catch (MqttException e) {
            // The connection is gone; the broker sends the message again to the next one.
            window.close();
        }
    }

    @Override
    public void connectionLost(Throwable cause) {
        end(Trouble.of(cause, settings));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // Status messages only; nobody waits for them.
    }

    private void end(Trouble trouble) {
        closing = true;
        window.close();
        listener.over(this, trouble);
    }

    boolean isConnected() {
        return !closing && client.isConnected();
    }

    /** Says goodbye, so that no last will is sent. Blocks for two seconds at most. */
    void close() {
        if (isConnected() && !doorstep.isHolding()) {
            try {
                if (settings.statusTopic().isPresent()) {
                    client.publish(settings.statusTopic().get(), status("offline"), 1, true)
                            .waitForCompletion(CLOSE_MILLIS);
                }
                window.close();
                client.disconnect(0).waitForCompletion(CLOSE_MILLIS);
            } catch (MqttException e) {
                // It is over either way; the last will speaks for us.
            }
        }
        abandon();
    }

    /** Drops the connection as a pulled cable would. */
    void abandon() {
        closing = true;
        window.close();
        try {
            if (socket.isPresent()) {
                socket.get().close();
            }
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (IOException | MqttException e) {
            // Closed already, or on its way.
        }
    }

    /** A step on the way to being online: what fails ends the session. */
    private abstract class Outcome implements IMqttActionListener {
        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            end(Trouble.of(cause, settings));
        }
    }

    private final class Sockets extends SocketFactory {
        private final Optional<SSLContext> tls;

        private Sockets(Optional<SSLContext> tls) {
            this.tls = tls;
        }

        @Override
        public Socket createSocket() {
            BrokerSocket made = new BrokerSocket(tls, settings.uri().getHost(), settings.maxPacketBytes());
            socket = Optional.of(made);
            return made;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("Paho connects the socket itself");
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
}
