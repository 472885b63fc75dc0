// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** MQTT 5, by Paho. */
final class Mqtt5Line implements Line, MqttCallback {
    private static final int CONNECT_SECONDS = 10;
    private static final int FIRST_REFUSAL = 0x80;
    private static final long GOODBYE_MILLIS = 1_000;
    private static final String ID = "id";
    private static final String REPLAYED = "replayed";

    private final Broker broker;
    private final Ears ears;
    private volatile MqttAsyncClient client;
    private volatile BrokerSocket socket;
    private volatile boolean cut;

    Mqtt5Line(Broker broker, Ears ears) {
        this.broker = broker;
        this.ears = ears;
    }

    @Override
    public void open() throws IOException {
        try {
            socket = new BrokerSocket(broker);
            MqttConnectionOptions options = options();
            client = new MqttAsyncClient(broker.pahoUri(), broker.clientId(), new MemoryPersistence());
            client.setManualAcks(true);
            client.setCallback(this);
            client.connect(options, null, new Outcome() {
                @Override
                public void onSuccess(IMqttToken token) {
                    ears.up(Mqtt5Line.this, terms(token.getResponseProperties()));
                }
            });
        } catch (MqttException | IllegalArgumentException e) {
            end(e);
        }
    }

    private MqttConnectionOptions options() throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(broker.session().isZero());
        options.setSessionExpiryInterval(broker.session().toSeconds());
        options.setKeepAliveInterval((int) broker.keepAlive().toSeconds());
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setAutomaticReconnect(false);
        options.setReceiveMaximum(broker.unanswered());
        options.setMaximumPacketSize((long) broker.packetBytes());
        options.setSocketFactory(new Sockets(socket));
        if (!broker.user().isEmpty()) {
            options.setUserName(broker.user());
        }
        broker.password().ifPresent(options::setPassword);
        return options;
    }

    private Terms terms(MqttProperties properties) {
        long packet = requireNonNullElse(properties.getMaximumPacketSize(), (long) Integer.MAX_VALUE);
        int unanswered = requireNonNullElse(properties.getReceiveMaximum(), 65_535);
        return new Terms(Math.min(unanswered, broker.unanswered()), packet, socket.expiry());
    }

    @Override
    public boolean send(Outgoing outgoing, Object tag) {
        MqttMessage message = new MqttMessage(outgoing.body());
        message.setQos(1);
        MqttProperties properties = new MqttProperties();
        properties.setContentType(outgoing.contentType());
        List<UserProperty> user = new ArrayList<>(2);
        if (!outgoing.id().isEmpty()) {
            user.add(new UserProperty(ID, outgoing.id()));
        }
        if (outgoing.replayed()) {
            user.add(new UserProperty(REPLAYED, "true"));
        }
        properties.setUserProperties(user);
        message.setProperties(properties);
        try {
            client.publish(outgoing.topic(), message, tag, new Answer());
            return true;
        } catch (MqttException e) {
            // Its window is full for a moment, or the connection is over, and that is said elsewhere.
            return false;
        }
    }

    private final class Answer implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            int[] codes = token.getReasonCodes();
            MqttProperties said = token.getResponseProperties();
            String words = said == null ? "" : requireNonNullElse(said.getReasonString(), "");
            ears.answered(
                    Mqtt5Line.this, token.getUserContext(), codes == null || codes.length == 0 ? 0 : codes[0], words);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            // Only where the connection ends: unanswered, so it is sent again.
        }
    }

    @Override
    public void subscribe(List<String> filters) {
        MqttSubscription[] all =
                filters.stream().map(filter -> new MqttSubscription(filter, 1)).toArray(MqttSubscription[]::new);
        try {
            client.subscribe(
                    all,
                    null,
                    new Outcome() {
                        @Override
                        public void onSuccess(IMqttToken token) {
                            granted(filters, token.getReasonCodes());
                        }
                    },
                    new MqttProperties());
        } catch (MqttException e) {
            end(e);
        }
    }

    private void granted(List<String> filters, int[] codes) {
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] >= FIRST_REFUSAL) {
                over(Trouble.lasting("broker refuses the subscription " + filters.get(i) + " to " + broker.who()));
                return;
            }
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
        if (cut) {
            throw new InterruptedException("the line was cut");
        }
        String id = "";
        boolean replayed = false;
        List<UserProperty> user = message.getProperties() == null
                ? List.of()
                : message.getProperties().getUserProperties();
        for (UserProperty property : user) {
            if (property.getKey().equals(ID)) {
                id = property.getValue();
            }
            replayed |=
                    property.getKey().equals(REPLAYED) && property.getValue().equals("true");
        }
        int number = message.getQos() == 0 ? 0 : message.getId();
        ears.arrived(this, new Incoming(number, topic, message.getPayload(), id, replayed));
    }

    @Override
    public void acknowledge(int id) {
        try {
            client.messageArrivedComplete(id, 1);
        } catch (MqttException e) {
            // The connection is over; the broker sends the message again to the next one.
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse why) {
        int code = why.getReturnCode();
        if (why.getException() == null && code > 0) {
            over(Trouble.said(code, why.getReasonString(), broker));
        } else {
            end(why.getException());
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException problem) {
        end(problem);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Each message has an ear of its own.
    }

    @Override
    public void connectComplete(boolean again, String uri) {
        // The connect has an ear of its own.
    }

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {
        // No such login was asked for.
    }

    private void end(Throwable problem) {
        int code = problem instanceof MqttException refusal && refusal.getCause() == null ? refusal.getReasonCode() : 0;
        over(Trouble.of(problem, code, broker));
    }

    private void over(Trouble trouble) {
        ears.over(this, trouble);
    }

    @Override
    public void close() {
        try {
            if (client != null && client.isConnected()) {
                client.disconnect(0).waitForCompletion(GOODBYE_MILLIS);
            }
        } catch (MqttException e) {
            // It is over either way.
        }
        cut();
    }

    @Override
    public void cut() {
        cut = true;
        try {
            if (socket != null) {
                socket.close();
            }
            if (client != null) {
                client.disconnectForcibly(0, 0, false);
                client.close(true);
            }
        } catch (IOException | MqttException e) {
            // Closed already, or on its way.
        }
    }

    private abstract class Outcome implements MqttActionListener {
        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            end(cause);
        }
    }
}
