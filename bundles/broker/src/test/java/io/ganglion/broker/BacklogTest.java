// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final AtomicLong waiting = new AtomicLong();
    private final Backlog backlog = new Backlog(3, waiting);
    private final Listener often = new Listener(null, Listener.encoded("t"), 0, new byte[0]);
    private final Listener surely = new Listener(null, Listener.encoded("t"), 1, new byte[0]);

    private static MqttPublishMessage packet(int id) {
        return MqttMessageBuilders.publish()
                .topicName("t")
                .qos(MqttQoS.AT_LEAST_ONCE)
                .messageId(id)
                .payload(Unpooled.EMPTY_BUFFER)
                .build();
    }

    private List<String> take(int ids) {
        Object[] entries = new Object[8];
        byte[][] bodies = new byte[8][];
        int count = backlog.take(entries, bodies, ids, 1_000);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(
                    entries[i] instanceof MqttPublishMessage packet
                            ? "packet " + packet.variableHeader().packetId()
                            : "letter " + bodies[i][0]);
        }
        return taken;
    }

    private void add(Listener listener, int number) {
        backlog.add(listener, new byte[] {(byte) number});
    }

    @Test
    void oldestLetterLeaves_andPacketsStayInTheirOrder() {
        assertThat(backlog.keep(packet(1), false)).isTrue();
        add(surely, 1);
        assertThat(backlog.keep(packet(2), true)).isTrue();
        add(surely, 2);
        add(surely, 3);
        add(surely, 4);
        add(surely, 5);
        assertThat(backlog.dropped()).isEqualTo(2);
        assertThat(take(9)).containsExactly("packet 1", "packet 2", "letter 3", "letter 4", "letter 5");
        assertThat(waiting).hasValue(0);
    }

    @Test
    void withoutAnIdentifierNothingOvertakes() {
        add(often, 1);
        add(surely, 2);
        add(often, 3);
        assertThat(take(0)).containsExactly("letter 1");
        assertThat(take(0)).isEmpty();
        assertThat(take(1)).containsExactly("letter 2", "letter 3");
    }

    @Test
    void eventLoopIsToldOnce_untilItComes() {
        assertThat(backlog.add(often, new byte[1])).isTrue();
        assertThat(backlog.add(often, new byte[1])).isFalse();
        backlog.emptying();
        assertThat(backlog.add(often, new byte[1])).isTrue();
    }

    @Test
    void allConnectionsTogetherAreBounded_andEachKeepsItsNewest() {
        Backlog other = new Backlog(1_000, waiting);
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 40; i++) {
            other.add(often, large);
        }
        assertThat(waiting.get()).isLessThanOrEqualTo(Backlog.BYTES_LIMIT);
        assertThat(other.dropped()).isEqualTo(40 - Backlog.BYTES_LIMIT / large.length);
        backlog.add(often, large);
        assertThat(backlog.dropped()).isZero();
        backlog.add(often, large);
        assertThat(backlog.dropped()).isEqualTo(1);
    }

    @Test
    void closedTakesNothing_andGivesEverythingBack() {
        add(often, 1);
        backlog.keep(packet(1), true);
        List<MqttPublishMessage> kept = new ArrayList<>();
        backlog.close(kept::add);
        assertThat(kept).hasSize(1);
        assertThat(backlog.add(often, new byte[1])).isFalse();
        assertThat(backlog.keep(packet(2), false)).isFalse();
        assertThat(waiting).hasValue(0);
    }

    @Test
    void identifiersDoNotCollide_howeverManyHaveGoneBy() {
        PacketIds ids = new PacketIds(10);
        Set<Integer> underWay = new HashSet<>();
        for (int i = 1; i <= 5; i++) {
            underWay.add(ids.take());
            underWay.add(ids.toClient(i));
        }
        assertThat(underWay).hasSize(10).doesNotContain(0);
        assertThat(ids.free()).isZero();
        int kept = underWay.iterator().next();
        underWay.stream().filter(id -> id != kept && !ids.giveBack(id)).forEach(id -> ids.toArtemis(id, true));
        for (int i = 0; i < 100_000; i++) {
            int id = ids.take();
            assertThat(id).isBetween(1, 65_535).isNotEqualTo(kept);
            ids.giveBack(id);
            int artemis = i % 65_535 + 1;
            if (!ids.isUnderWay(artemis)) {
                int translated = ids.toClient(artemis);
                assertThat(translated).isBetween(1, 32_767).isNotEqualTo(kept);
                assertThat(ids.toArtemis(translated, true)).isEqualTo(artemis);
            }
        }
        assertThat(ids.free()).isEqualTo(9);
    }
}
