// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;

/** Packets rewritten on their way between client and Artemis, so that limits and identities hold. */
final class Rewrite {

    private static final int SESSION_EXPIRY = MqttPropertyType.SESSION_EXPIRY_INTERVAL.value();
    private static final int TOPIC_ALIAS = MqttPropertyType.TOPIC_ALIAS.value();
    private static final int TOPIC_ALIAS_MAXIMUM = MqttPropertyType.TOPIC_ALIAS_MAXIMUM.value();
    private static final int RECEIVE_MAXIMUM = MqttPropertyType.RECEIVE_MAXIMUM.value();
    private static final int PACKET_SIZE = MqttPropertyType.MAXIMUM_PACKET_SIZE.value();
    private static final int ASSIGNED_CLIENT = MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value();
    private static final int CLIENT_ID_LIMIT = 128;

    private Rewrite() {}

    /** Empty where the CONNECT names no user or an unsound client. */
    static Optional<Visitor> visitor(MqttConnectMessage packet, Channel channel) {
        MqttConnectPayload payload = packet.payload();
        String user = payload.userName();
        String client = payload.clientIdentifier();
        if (user == null || !Credentials.isUser(user) || payload.passwordInBytes() == null || !isClientId(client)) {
            return Optional.empty();
        }
        // Bound to the user: another user's client of the same name is another client.
        String bound = client == null || client.isEmpty() ? made(packet, user) : user + "|" + client;
        String address = channel.remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress().getHostAddress()
                : String.valueOf(channel.remoteAddress());
        String will = packet.variableHeader().isWillFlag() ? payload.willTopic() : null;
        return Optional.of(new Visitor(address, user, bound, will));
    }

    /** A name that nobody can guess; none for a session that is to be found again: that Artemis refuses. */
    private static String made(MqttConnectMessage packet, String user) {
        return packet.variableHeader().isCleanSession() ? user + "|" + UUID.randomUUID() : "";
    }

    static boolean isNameless(MqttConnectMessage packet) {
        String client = packet.payload().clientIdentifier();
        return packet.variableHeader().isCleanSession() && (client == null || client.isEmpty());
    }

    /** What a client takes whose session ends with its connection; empty where the session may outlast it. */
    static Optional<Mailbox.Capacity> capacity(MqttConnectMessage packet) {
        MqttProperties given = packet.variableHeader().properties();
        if (!packet.variableHeader().isCleanSession() || number(given, SESSION_EXPIRY, 0) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Mailbox.Capacity(
                number(given, RECEIVE_MAXIMUM, Integer.MAX_VALUE), number(given, PACKET_SIZE, Integer.MAX_VALUE)));
    }

    private static int number(MqttProperties given, int id, int otherwise) {
        return given.getProperty(id) instanceof IntegerProperty number ? number.value() : otherwise;
    }

    /** No '/', so that the queue "client.filter" of one client is never that of another; no quote, for Artemis' filters. */
    private static boolean isClientId(String client) {
        return client == null
                || client.length() <= CLIENT_ID_LIMIT
                        && client.chars().allMatch(c -> c > ' ' && c < 0x7F && "/+#'\"\\|*%".indexOf(c) < 0)
                        && !client.contains("::");
    }

    static MqttMessage refusal(boolean mqtt5) {
        return MqttMessageBuilders.connAck()
                .returnCode(
                        mqtt5
                                ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
                                : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED)
                .build();
    }

    /** Whether an MQTT 5 client wants its session kept longer than the broker keeps any. */
    static boolean asksTooLong(MqttConnectMessage packet, Settings.Limits limits) {
        MqttProperties.MqttProperty<?> expiry =
                packet.variableHeader().properties().getProperty(SESSION_EXPIRY);
        return expiry instanceof IntegerProperty asked && tooLong(asked, limits);
    }

    private static boolean tooLong(IntegerProperty asked, Settings.Limits limits) {
        return Integer.compareUnsigned(asked.value(), limits.sessionSeconds()) > 0;
    }

    static MqttConnectMessage bounded(MqttConnectMessage packet, String clientId, Settings.Limits limits) {
        MqttConnectVariableHeader head = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        return new MqttConnectMessage(
                packet.fixedHeader(),
                new MqttConnectVariableHeader(
                        head.name(),
                        head.version(),
                        head.hasUserName(),
                        head.hasPassword(),
                        head.isWillRetain(),
                        head.willQos(),
                        head.isWillFlag(),
                        head.isCleanSession(),
                        head.keepAliveTimeSeconds(),
                        bounded(head.properties(), limits)),
                new MqttConnectPayload(
                        clientId,
                        payload.willProperties(),
                        payload.willTopic(),
                        payload.willMessageInBytes(),
                        payload.userName(),
                        payload.passwordInBytes()));
    }

    /** Without topic aliases towards the client: {@link Gate} reads the topic of what leaves. */
    private static MqttProperties bounded(MqttProperties given, Settings.Limits limits) {
        MqttProperties bounded = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : given.listAll()) {
            if (property.propertyId() == SESSION_EXPIRY && tooLong((IntegerProperty) property, limits)) {
                bounded.add(new IntegerProperty(SESSION_EXPIRY, limits.sessionSeconds()));
            } else if (property.propertyId() != TOPIC_ALIAS_MAXIMUM) {
                bounded.add(property);
            }
        }
        return bounded;
    }

    /** @param ends whether the session ends with its connection: then it cannot ask for more time now (MQTT 3.14.2.2.2) */
    static MqttMessage boundedDisconnect(MqttMessage packet, Settings.Limits limits, boolean ends) {
        return packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader head
                ? new MqttMessage(
                        packet.fixedHeader(),
                        new MqttReasonCodeAndPropertiesVariableHeader(
                                head.reasonCode(),
                                ends ? MqttProperties.NO_PROPERTIES : bounded(head.properties(), limits)))
                : packet;
    }

    /** Tells an MQTT 5 client the limits that Artemis does not, and the name that was made up for it. */
    static MqttConnAckMessage boundedAnswer(
            MqttConnAckMessage packet, Settings.Limits limits, boolean sessionCut, String madeClient) {
        MqttConnAckVariableHeader head = packet.variableHeader();
        MqttProperties properties = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : head.properties().listAll()) {
            properties.add(property);
        }
        properties.add(new IntegerProperty(RECEIVE_MAXIMUM, limits.inflight()));
        if (sessionCut) {
            properties.add(new IntegerProperty(SESSION_EXPIRY, limits.sessionSeconds()));
        }
        if (!madeClient.isEmpty()) {
            properties.add(new StringProperty(ASSIGNED_CLIENT, madeClient));
        }
        return new MqttConnAckMessage(
                packet.fixedHeader(),
                new MqttConnAckVariableHeader(head.connectReturnCode(), head.isSessionPresent(), properties));
    }

    /** The packet under its full topic; an empty topic where its alias stands for nothing. */
    static MqttPublishMessage withoutAlias(MqttPublishMessage packet, Lane lane) {
        MqttPublishVariableHeader head = packet.variableHeader();
        if (!(head.properties().getProperty(TOPIC_ALIAS) instanceof IntegerProperty alias)) {
            return packet;
        }
        String meant = lane.topicOf(alias.value());
        MqttProperties properties = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : head.properties().listAll()) {
            if (property.propertyId() != TOPIC_ALIAS) {
                properties.add(property);
            }
        }
        return new MqttPublishMessage(
                packet.fixedHeader(),
                new MqttPublishVariableHeader(meant == null ? "" : meant, head.packetId(), properties),
                packet.payload());
    }
}
