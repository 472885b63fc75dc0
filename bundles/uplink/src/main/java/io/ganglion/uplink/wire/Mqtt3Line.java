// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** MQTT 3.1.1, by Paho, for brokers that know no other: no identity beside the body, and no reason for a refusal. */
final class Mqtt3Line implements Line, MqttCallback {
    private static final int CONNECT_SECONDS = 10;
    private static final int REFUSED = 0x80;
    private static final int LAST_ANSWER = 5;
    private static final long GOODBYE_MILLIS = 1_000;

    private final Broker broker;
    private final Ears ears;
    private volatile MqttAsyncClient client;
    private volatile BrokerSocket socket;
    private volatile boolean cut;

    Mqtt3Line(Broker broker, Ears ears) {
        this.broker = broker;
        this.ears = ears;
    }

    @Override
    public void open() throws IOException {
        try {
            socket = new BrokerSocket(broker);
            MqttConnectOptions options = options();
            client = new MqttAsyncClient(broker.pahoUri(), broker.clientId(), new MemoryPersistence());
            client.setManualAcks(true);
            client.setCallback(this);
            client.connect(options, null, new Outcome() {
                @Override
                public void onSuccess(IMqttToken token) {
                    ears.up(Mqtt3Line.this, new Terms(broker.unanswered(), Integer.MAX_VALUE, socket.expiry()));
                }
            });
        } catch (MqttException | IllegalArgumentException e) {
            end(e);
        }
    }

    private MqttConnectOptions options() throws IOException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(broker.session().isZero());
        options.setKeepAliveInterval((int) broker.keepAlive().toSeconds());
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setMaxInflight(broker.unanswered());
        options.setSocketFactory(new Sockets(socket));
        if (!broker.user().isEmpty()) {
            options.setUserName(broker.user());
        }
        broker.password().ifPresent(secret -> options.setPassword(new String(secret, UTF_8).toCharArray()));
        return options;
    }

    @Override
    public boolean send(Outgoing outgoing, Object tag) {
        MqttMessage message = new MqttMessage(outgoing.body());
        message.setQos(1);
        try {
            client.publish(outgoing.topic(), message, tag, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    ears.answered(Mqtt3Line.this, token.getUserContext(), 0, "");
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    // Only where the connection ends: unanswered, so it is sent again.
                }
            });
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    @Override
    public void subscribe(List<String> filters) {
        int[] qos = new int[filters.size()];
        Arrays.fill(qos, 1);
        try {
            client.subscribe(filters.toArray(new String[0]), qos, null, new Outcome() {
                @Override
                public void onSuccess(IMqttToken token) {
                    if (Arrays.stream(token.getGrantedQos()).anyMatch(granted -> granted == REFUSED)) {
                        ears.over(
                                Mqtt3Line.this,
                                Trouble.lasting("broker refuses the subscription " + filters + " to " + broker.who()));
                    }
                }
            });
        } catch (MqttException e) {
            end(e);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
        if (cut) {
            throw new InterruptedException("the line was cut");
        }
        int number = message.getQos() == 0 ? 0 : message.getId();
        ears.arrived(this, new Incoming(number, topic, message.getPayload(), "", false));
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
    public void connectionLost(Throwable cause) {
        end(cause);
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // Each message has an ear of its own.
    }

    private void end(Throwable problem) {
        int code = problem instanceof MqttException refusal && refusal.getReasonCode() <= LAST_ANSWER
                ? refusal.getReasonCode()
                : 0;
        ears.over(this, Trouble.of(problem, code, broker));
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

    private abstract class Outcome implements IMqttActionListener {
        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            end(cause);
        }
    }
}
