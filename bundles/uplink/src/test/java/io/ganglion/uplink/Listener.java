// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.uplink.message.Envelope;
import io.ganglion.uplink.message.Letter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Somebody at the upstream broker who hears everything, with a session that the broker keeps. */
final class Listener implements MqttCallback, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MqttClient client;
    final List<Letter> letters = new CopyOnWriteArrayList<>();
    final List<String> topics = new CopyOnWriteArrayList<>();
    volatile long bytes;

    Listener(int port) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, "listener", new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        client.connect(options);
        client.subscribe("ganglion/#", 1);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws IOException {
        topics.add(topic);
        bytes += message.getPayload().length;
        if (topic.contains("/uplink/")) {
            letters.addAll(Envelope.unpack(message.getPayload()));
            return;
        }
        Map<String, String> user = message.getProperties().getUserProperties().stream()
                .collect(Collectors.toMap(UserProperty::getKey, UserProperty::getValue));
        letters.add(new Letter(user.getOrDefault("id", ""), topic, message.getPayload(), user.containsKey("replayed")));
    }

    Set<String> ids() {
        return letters.stream().map(Letter::id).collect(Collectors.toSet());
    }

    /** How often each identity came. */
    Map<String, Long> counts() {
        return letters.stream().collect(Collectors.groupingBy(Letter::id, TreeMap::new, Collectors.counting()));
    }

    static JsonNode json(Letter letter) throws IOException {
        return JSON.readTree(letter.body());
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        topics.add("disconnected");
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        topics.add("error: " + exception);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Sends nothing.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverURI) {
        // Known by connect.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No such login.
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 0, false);
        client.close(true);
    }
}
