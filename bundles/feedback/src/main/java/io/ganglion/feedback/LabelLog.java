// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The labels in one file that only grows, each forced to the disk before its caller is answered. */
@Component(service = Labels.class)
public final class LabelLog implements Labels, AutoCloseable {
    /** Bytes of a line: more than any person writes, and no way to fill a disk with one call. */
    static final int LINE_LIMIT = 1 << 16;

    private final Path file;
    private final Map<String, Label> latest = new HashMap<>();
    private FileChannel channel;
    private long end;
    private long recorded;

    @Activate
    public LabelLog(@Reference Node node) throws IOException {
        this(node.data().resolve("feedback"));
    }

    /** @param folder where the file lies; made where it is absent */
    LabelLog(Path folder) throws IOException {
        file = folder.resolve("labels.log");
        LabelFile.Found found = LabelFile.read(file);
        for (Label label : found.labels()) {
            latest.put(label.id(), label);
        }
        recorded = found.labels().size();
        end = found.bytes();
        open();
    }

    private void open() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Whatever lies behind the last whole label was never answered.
        channel.truncate(end);
        channel.force(true);
        LabelFile.force(file.getParent());
    }

    @Override
    public synchronized void add(Label label) {
        if (label.equals(latest.get(label.id()))) {
            return;
        }
        byte[] line = LabelLine.write(label);
        if (line.length > LINE_LIMIT) {
            throw new IllegalArgumentException("a label takes at most " + LINE_LIMIT + " bytes: id=" + label.id()
                    + " bytes=" + line.length + ". Shorten its cause");
        }
        try {
            if (!channel.isOpen()) {
                // An interrupted thread closes its channel.
                open();
            }
            append(line);
        } catch (IOException e) {
            undo();
            throw new IllegalStateException(
                    "the label is not kept: " + e + ". Make room or repair " + file + ", and add it again", e);
        }
        latest.put(label.id(), label);
        recorded++;
    }

    private void append(byte[] line) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        long at = end;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        channel.force(true);
        end = at;
    }

    /** Half a line must not stand before the next label. */
    private void undo() {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            // The next label overwrites it, and a start cuts it.
        }
    }

    @Override
    public synchronized List<Label> list(String contract, String device, Instant from, Instant to) {
        return latest.values().stream()
                .filter(label -> label.contract().equals(contract))
                .filter(label -> device.isEmpty() || label.device().equals(device))
                .filter(label -> label.from().isBefore(to) && label.to().isAfter(from))
                .sorted(Comparator.comparing(Label::from).thenComparing(Label::id))
                .toList();
    }

    @Override
    public synchronized long recorded() {
        return recorded;
    }

    @Deactivate
    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
