// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One MQTT 3.1.1 session straight on a socket: a load must cost less than what it loads, and a client library costs more
 * than the node. At QoS 1 a window of unacknowledged messages bounds what is under way.
 *
 * <p>One thread publishes; messages and acknowledgements arrive on a thread of the session's own.
 */
public final class MqttWire implements AutoCloseable {

    /** The broker said no. The code is MQTT's: 4 bad user name or password, 5 not authorised. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refused(int code) {
            super("the broker refused the session: code=" + code);
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    private static final int PATIENCE_S = 30;
    private static final int NOT_GRANTED = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final BlockingQueue<Integer> freeIds;
    private final AtomicLongArray tags;
    private final AtomicLong acknowledged = new AtomicLong();
    private final BlockingQueue<Integer> grants = new ArrayBlockingQueue<>(1);
    private final Consumer<Message> messages;
    private final LongConsumer acknowledgements;
    private volatile IOException broken;

    private MqttWire(Socket socket, int window, Consumer<Message> messages, LongConsumer acknowledgements)
            throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        this.messages = messages;
        this.acknowledgements = acknowledgements;
        this.freeIds = new ArrayBlockingQueue<>(window);
        this.tags = new AtomicLongArray(window + 1);
        for (int id = 1; id <= window; id++) {
            freeIds.add(id);
        }
    }

    /** A session that publishes; at most {@code window} messages of QoS 1 wait for their acknowledgement. */
    public static MqttWire publisher(int port, String client, Login login, int window) throws IOException {
        return publisher(port, client, login, window, tag -> {});
    }

    /** Likewise; hears the tag of every message that was acknowledged. */
    public static MqttWire publisher(int port, String client, Login login, int window, LongConsumer acknowledged)
            throws IOException {
        return open(port, client, login, window, message -> {}, acknowledged);
    }

    /** A session that listens from the moment this returns. */
    public static MqttWire subscriber(
            int port, String client, Login login, String filter, int qos, Consumer<Message> messages)
            throws IOException {
        MqttWire wire = open(port, client, login, 1, messages, tag -> {});
        wire.send(MqttPacket.subscribe(1, filter, qos));
        wire.flush();
        try {
            Integer grant = wire.grants.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (grant == null || grant == NOT_GRANTED) {
                throw new IOException("the subscription was refused: filter=" + filter + " answer=" + grant);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return wire;
    }

    private static MqttWire open(
            int port, String client, Login login, int window, Consumer<Message> messages, LongConsumer acknowledgements)
            throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_S * 1000);
        socket.setTcpNoDelay(true);
        MqttWire wire = new MqttWire(socket, window, messages, acknowledgements);
        wire.send(MqttPacket.connect(client, login, true));
        wire.flush();
        wire.awaitAdmission();
        Thread reader = new Thread(wire::read, "mqtt-wire-" + client);
        reader.setDaemon(true);
        reader.start();
        return wire;
    }

    private void awaitAdmission() throws IOException {
        socket.setSoTimeout(PATIENCE_S * 1000);
        int header = in.readUnsignedByte() >> 4;
        byte[] answer = in.readNBytes(length());
        socket.setSoTimeout(0);
        if (header != MqttPacket.CONNACK || answer[1] != 0) {
            socket.close();
            throw new Refused(answer[1]);
        }
    }

    /** At QoS 0. Returns when the bytes are on their way to the socket, at the latest with the next {@link #flush}. */
    public void publish(String topic, byte[] body) throws IOException {
        send(MqttPacket.publish(topic, body, 0, 0));
    }

    /** At QoS 1; waits for room in the window. The tag comes back with the acknowledgement. */
    public void publish(String topic, byte[] body, long tag) throws IOException {
        try {
            Integer id = freeIds.poll();
            if (id == null) {
                flush();
                id = awaitRoom();
            }
            if (id == null) {
                throw new IOException(
                        "no acknowledgement for " + PATIENCE_S + " s: unacknowledged=" + unacknowledged());
            }
            tags.set(id, tag);
            send(MqttPacket.publish(topic, body, 1, id));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Null where no acknowledgement comes; a session that ends meanwhile is an error at once. */
    private Integer awaitRoom() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        Integer id = null;
        while (id == null && System.nanoTime() < deadline) {
            if (broken != null) {
                throw new IOException("the session is gone: " + broken.getMessage(), broken);
            }
            id = freeIds.poll(50, TimeUnit.MILLISECONDS);
        }
        return id;
    }

    public void flush() throws IOException {
        synchronized (out) {
            out.flush();
        }
    }

    public int unacknowledged() {
        return tags.length() - 1 - freeIds.size();
    }

    public long acknowledged() {
        return acknowledged.get();
    }

    /** Why the session ended, where it ended by itself; null while it lives. */
    public IOException broken() {
        return broken;
    }

    private void send(byte[] packet) throws IOException {
        if (broken != null) {
            throw new IOException("the session is gone: " + broken.getMessage(), broken);
        }
        synchronized (out) {
            out.write(packet);
        }
    }

    private void read() {
        try {
            while (true) {
                int header = in.readUnsignedByte();
                take(header, in.readNBytes(length()));
            }
        } catch (IOException e) {
            broken = e;
        }
    }

    private void take(int header, byte[] content) throws IOException {
        switch (header >> 4) {
            case MqttPacket.PUBACK -> {
                int id = word(content, 0);
                long tag = tags.get(id);
                freeIds.add(id);
                acknowledged.incrementAndGet();
                acknowledgements.accept(tag);
            }
            case MqttPacket.SUBACK -> grants.add(content[2] & 0xFF);
            case MqttPacket.PUBLISH -> {
                int topic = word(content, 0);
                int start = topic + 2;
                if ((header & 0x06) != 0) {
                    send(MqttPacket.puback(word(content, start)));
                    if (in.available() == 0) {
                        flush();
                    }
                    start += 2;
                }
                byte[] body = Arrays.copyOfRange(content, start, content.length);
                messages.accept(new Message(new String(content, 2, topic, UTF_8), body, System.nanoTime()));
            }
            default -> throw new IOException("a packet that no client expects: header=" + header);
        }
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private int length() throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException e = new InterruptedIOException(cause.getMessage());
        e.initCause(cause);
        return e;
    }

    /** Says goodbye where the other side still listens. */
    @Override
    public void close() {
        try (socket) {
            synchronized (out) {
                out.write(MqttPacket.disconnect());
                out.flush();
            }
        } catch (IOException e) {
            broken = e;
        }
    }
}
