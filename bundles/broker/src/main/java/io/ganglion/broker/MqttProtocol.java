// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;

/**
 * Artemis' MQTT with this broker's limits. Artemis sets them by names in a URL, through three libraries that nothing
 * else here needs; the constructor that would do is not public, so it is reached by reflection.
 */
final class MqttProtocol extends MQTTProtocolManagerFactory {

    private final Settings.Limits limits;

    MqttProtocol(Settings.Limits limits) {
        this.limits = limits;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ProtocolManager createProtocolManager(
            ActiveMQServer server,
            Map<String, Object> parameters,
            List<BaseInterceptor> incoming,
            List<BaseInterceptor> outgoing)
            throws ReflectiveOperationException {
        Constructor<MQTTProtocolManager> constructor =
                MQTTProtocolManager.class.getDeclaredConstructor(ActiveMQServer.class, List.class, List.class);
        constructor.setAccessible(true);
        MQTTProtocolManager mqtt = constructor.newInstance(server, incoming, outgoing);
        mqtt.setTopicAliasMaximum(Door.TOPIC_ALIASES);
        mqtt.setReceiveMaximum(limits.inflight());
        mqtt.setDefaultMaximumInFlightPublishMessages(limits.inflight());
        mqtt.setMaximumPacketSize(limits.packetBytes());
        mqtt.setServerKeepAlive(limits.keepAliveSeconds());
        mqtt.setDefaultMqttSessionExpiryInterval(limits.sessionSeconds());
        mqtt.setCloseMqttConnectionOnPublishAuthorizationFailure(true);
        return mqtt;
    }
}
