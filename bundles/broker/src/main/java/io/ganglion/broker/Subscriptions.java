// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one connection subscribes to: Artemis is asked for the allowed filters only. Not thread-safe. */
final class Subscriptions {

    private static final int GRANTED = -1;
    private static final int FAILURE = 0x80;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int FILTERS_A_PACKET = 1_000;

    private final Login login;
    private final Topics topics;
    private final Settings.Limits limits;
    private final boolean mqtt5;
    private final Set<String> filters = new HashSet<>();
    /** By packet identifier, for the packets of which Artemis sees a part. */
    private final Map<Integer, int[]> asked = new HashMap<>();

    Subscriptions(Login login, Topics topics, Settings.Limits limits, boolean mqtt5) {
        this.login = login;
        this.topics = topics;
        this.limits = limits;
        this.mqtt5 = mqtt5;
    }

    /**
     * A SUBSCRIBE judged.
     *
     * @param allowed what Artemis may see of it; empty where that is nothing
     * @param answer the answer, where Artemis gives none
     * @param refused how many filters were refused
     * @param refusedFilters for the log
     */
    record Asked(
            Optional<MqttSubscribeMessage> allowed,
            Optional<MqttSubAckMessage> answer,
            int refused,
            String refusedFilters) {}

    Asked ask(MqttSubscribeMessage packet) {
        List<MqttTopicSubscription> wanted = packet.payload().topicSubscriptions().stream()
                .map(asIs -> new MqttTopicSubscription(topics.narrowed(asIs.topicFilter()), asIs.option()))
                .toList();
        int[] codes = new int[wanted.size()];
        List<MqttTopicSubscription> allowed = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = judge(wanted.get(i).topicFilter(), i);
            if (codes[i] == GRANTED) {
                allowed.add(wanted.get(i));
            } else {
                refused.add(wanted.get(i).topicFilter());
            }
        }
        int packetId = packet.variableHeader().messageId();
        if (!allowed.isEmpty() && !refused.isEmpty()) {
            asked.put(packetId, codes);
        }
        return new Asked(
                allowed.isEmpty() ? Optional.empty() : Optional.of(of(packet, allowed)),
                allowed.isEmpty() ? Optional.of(subAck(packetId, codes)) : Optional.empty(),
                refused.size(),
                String.join(" ", refused));
    }

    private int judge(String filter, int position) {
        if (!login.maySubscribe(topics, filter)) {
            return mqtt5 ? NOT_AUTHORIZED : FAILURE;
        }
        if (position >= FILTERS_A_PACKET || filters.size() >= limits.subscriptions() && !filters.contains(filter)) {
            return mqtt5 ? QUOTA_EXCEEDED : FAILURE;
        }
        filters.add(filter);
        return GRANTED;
    }

    /** What the session brought along from an earlier connection counts too. */
    void restored(List<String> kept) {
        filters.addAll(kept);
    }

    /** The filters of an UNSUBSCRIBE as Artemis knows them. */
    MqttUnsubscribeMessage removed(MqttUnsubscribeMessage packet) {
        List<String> gone =
                packet.payload().topics().stream().map(topics::narrowed).toList();
        filters.removeAll(gone);
        return new MqttUnsubscribeMessage(
                packet.fixedHeader(), packet.idAndPropertiesVariableHeader(), new MqttUnsubscribePayload(gone));
    }

    /** Artemis' answer, with the refused ones put back to their places. */
    MqttSubAckMessage answer(MqttSubAckMessage given) {
        int[] codes = asked.remove(given.variableHeader().messageId());
        if (codes == null) {
            return given;
        }
        int next = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == GRANTED) {
                codes[i] = given.payload().reasonCodes().get(next++);
            }
        }
        return subAck(given.variableHeader().messageId(), codes);
    }

    private static MqttSubscribeMessage of(MqttSubscribeMessage packet, List<MqttTopicSubscription> allowed) {
        return new MqttSubscribeMessage(
                packet.fixedHeader(), packet.idAndPropertiesVariableHeader(), new MqttSubscribePayload(allowed));
    }

    private static MqttSubAckMessage subAck(int packetId, int[] codes) {
        return new MqttSubAckMessage(
                new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }
}
