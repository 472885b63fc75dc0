// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Artemis' protocol handler, but for one thing: Artemis holds every packet back until its thread's storage is quiet,
 * so of two messages for one subscriber the later, by another thread, may leave first. A message that is delivered was
 * stored before; it leaves at once, in the order of its queue.
 */
final class InOrder extends MQTTProtocolHandler {

    private ChannelHandlerContext context;

    InOrder(ActiveMQServer server, MQTTProtocolManager mqtt) {
        super(server, mqtt);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void sendToClient(MqttMessage packet) {
        if (packet.fixedHeader().messageType() == MqttMessageType.PUBLISH) {
            context.writeAndFlush(packet, context.voidPromise());
        } else {
            super.sendToClient(packet);
        }
    }
}
