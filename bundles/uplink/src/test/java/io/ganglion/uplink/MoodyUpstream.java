// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An MQTT 5 server that behaves badly in ways that no real broker can be asked to. One connection at a time. */
final class MoodyUpstream implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("edge-1/epoch-1/[a-z]+/\\d+");

    /** What it does with a message; returns false to cut the connection. */
    interface Mood {
        boolean take(MoodyUpstream upstream, String body, int number) throws IOException;
    }

    private final ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Mood mood;
    private final boolean onlyOld;
    private OutputStream out;
    final AtomicInteger connections = new AtomicInteger();
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    final Map<Integer, String> open = new ConcurrentHashMap<>();
    final List<String> arrived = Collections.synchronizedList(new ArrayList<>());

    MoodyUpstream(Mood mood, boolean onlyOld) throws IOException {
        this.mood = mood;
        this.onlyOld = onlyOld;
        Thread thread = new Thread(this::serve, "moody-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                connections.incrementAndGet();
                open.clear();
                out = socket.getOutputStream();
                talk(new DataInputStream(socket.getInputStream()));
            } catch (IOException e) {
                open.clear();
            }
        }
    }

    private void talk(DataInputStream in) throws IOException {
        while (true) {
            int header = in.readUnsignedByte();
            byte[] content = in.readNBytes(length(in));
            switch (header >> 4) {
                case 1 -> {
                    if (onlyOld && content[6] == 5) {
                        out.write(new byte[] {0x20, 2, 0, 1});
                        return;
                    }
                    out.write(content[6] == 5 ? new byte[] {0x20, 3, 0, 0, 0} : new byte[] {0x20, 2, 0, 0});
                }
                case 3 -> {
                    int topic = (content[0] & 0xFF) << 8 | content[1] & 0xFF;
                    int number = (content[2 + topic] & 0xFF) << 8 | content[3 + topic] & 0xFF;
                    String text = new String(content, StandardCharsets.ISO_8859_1);
                    Matcher id = ID.matcher(text);
                    String known = id.find() ? id.group() : text;
                    arrived.add(known);
                    open.put(number, known);
                    if (!mood.take(this, text, number)) {
                        return;
                    }
                }
                case 12 -> out.write(new byte[] {(byte) 0xD0, 0});
                default -> {
                    return;
                }
            }
            out.flush();
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
    }

    void acknowledge(int number) throws IOException {
        String id = open.remove(number);
        if (id != null) {
            acknowledged.add(id);
        }
        out.write(new byte[] {0x40, 2, (byte) (number >> 8), (byte) number});
    }

    void disconnect(int reason) throws IOException {
        out.write(new byte[] {(byte) 0xE0, 2, (byte) reason, 0});
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
