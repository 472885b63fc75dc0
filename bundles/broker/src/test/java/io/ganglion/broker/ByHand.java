// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** An MQTT client that reads and answers exactly when the test says so; a client library does it on its own. */
final class ByHand implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final boolean mqtt5;
    /** A retained message may come before the SUBACK. */
    private final Deque<Arrival> early = new ArrayDeque<>();

    private byte[] greeting = {};

    /** A PUBLISH as it came. */
    record Arrival(String topic, int qos, int packetId, List<Integer> subscriptions, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }
    }

    /** Writes what follows a fixed header. */
    @FunctionalInterface
    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private ByHand(int port, boolean mqtt5) throws IOException {
        this.mqtt5 = mqtt5;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    static ByHand mqtt3(Plant plant, String user, String client, boolean clean) throws IOException {
        ByHand hand = new ByHand(plant.broker.port(), false);
        hand.connect(user, client, clean, new byte[0]);
        return hand;
    }

    /** @param properties of CONNECT, as they stand in the packet */
    static ByHand mqtt5(Plant plant, String user, String client, byte... properties) throws IOException {
        ByHand hand = new ByHand(plant.broker.port(), true);
        hand.connect(user, client, true, properties);
        return hand;
    }

    private void connect(String user, String client, boolean clean, byte[] properties) throws IOException {
        send(0x10, out -> {
            out.writeUTF("MQTT");
            out.writeByte(mqtt5 ? 5 : 4);
            out.writeByte(clean ? 0xC2 : 0xC0);
            out.writeShort(60);
            properties(out, properties);
            out.writeUTF(client);
            out.writeUTF(user);
            out.writeUTF(Plant.PASSWORD);
        });
        greeting = await(0x20, false);
    }

    /** What the broker said to the CONNECT. */
    String greeting() {
        return new String(greeting, UTF_8);
    }

    private void properties(DataOutputStream out, byte... properties) throws IOException {
        if (mqtt5) {
            out.writeByte(properties.length);
            out.write(properties);
        }
    }

    private void send(int head, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(new DataOutputStream(bytes));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(head);
        int rest = bytes.size();
        for (; rest >= 0x80; rest >>>= 7) {
            packet.write(rest & 0x7F | 0x80);
        }
        packet.write(rest);
        bytes.writeTo(packet);
        socket.getOutputStream().write(packet.toByteArray());
    }

    /** Returns when it is acknowledged. @param id MQTT 5's subscription identifier below 128, 0 for none */
    ByHand subscribe(String filter, int qos, int id) throws IOException {
        send(0x82, out -> {
            out.writeShort(9);
            properties(out, id == 0 ? new byte[0] : new byte[] {0x0B, (byte) id});
            out.writeUTF(filter);
            out.writeByte(qos);
        });
        await(0x90, true);
        return this;
    }

    /** The content of the next packet, which must be of this kind. @param patient whether messages may come before it */
    private byte[] await(int head, boolean patient) throws IOException {
        int found = in.readUnsignedByte();
        for (; patient && found >> 4 == 3; found = in.readUnsignedByte()) {
            early.add(arrival(found >> 1 & 3, ByteBuffer.wrap(content())));
        }
        if (found != head) {
            throw new IOException("another packet was expected: found=" + Integer.toHexString(found));
        }
        return content();
    }

    private byte[] content() throws IOException {
        int length = 0;
        int part;
        int shift = 0;
        do {
            part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            shift += 7;
        } while (part >= 0x80);
        return in.readNBytes(length);
    }

    /** The next PUBLISH; it is not acknowledged. */
    Arrival next() {
        if (!early.isEmpty()) {
            return early.remove();
        }
        try {
            int head = in.readUnsignedByte();
            if (head >> 4 != 3) {
                throw new IOException("no PUBLISH: found=" + Integer.toHexString(head));
            }
            return arrival(head >> 1 & 3, ByteBuffer.wrap(content()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Arrival arrival(int qos, ByteBuffer packet) {
        byte[] topic = new byte[packet.getShort()];
        packet.get(topic);
        int packetId = qos == 0 ? 0 : packet.getShort() & 0xFFFF;
        List<Integer> subscriptions = new ArrayList<>();
        int properties = mqtt5 ? packet.get() : 0;
        for (int end = packet.position() + properties; packet.position() < end; ) {
            if (packet.get() != 0x0B) {
                throw new IllegalStateException("a property that nobody set: " + Arrays.toString(packet.array()));
            }
            subscriptions.add((int) packet.get());
        }
        byte[] body = new byte[packet.remaining()];
        packet.get(body);
        return new Arrival(new String(topic, UTF_8), qos, packetId, subscriptions, body);
    }

    List<String> texts(int count) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(acknowledged().text());
        }
        return texts;
    }

    /** The next PUBLISH, acknowledged. */
    Arrival acknowledged() throws IOException {
        Arrival arrival = next();
        if (arrival.qos() == 1) {
            acknowledge(arrival);
        }
        return arrival;
    }

    void acknowledge(Arrival arrival) throws IOException {
        send(0x40, out -> out.writeShort(arrival.packetId()));
    }

    /** Nothing else is on its way: what the broker sent before its answer would have come first. */
    void awaitSilence() throws IOException {
        send(0xC0, out -> {});
        await(0xD0, false);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
