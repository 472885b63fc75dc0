// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.feedback.Label;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the labels back. A damaged tail is what a power cut leaves; damage before it is kept for whoever repairs it. */
final class LabelFile {
    private static final Logger LOG = LoggerFactory.getLogger(LabelFile.class);

    /**
     * What a file holds.
     *
     * @param labels in the order in which they were recorded
     * @param bytes up to the end of the last whole label
     */
    record Found(List<Label> labels, long bytes) {}

    private LabelFile() {}

    static Found read(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            return new Found(List.of(), 0);
        }
        List<Label> labels = new ArrayList<>();
        long at = 0;
        long whole = 0;
        long damagedAt = -1;
        long inside = -1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                Label label = label(line);
                at += line.length;
                if (label != null) {
                    labels.add(label);
                    whole = at;
                    inside = damagedAt >= 0 ? damagedAt : inside;
                } else if (damagedAt < 0) {
                    damagedAt = at - line.length;
                }
            }
        }
        if (inside >= 0) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "Labels in {} are damaged from byte {} on; what can be read is used, and a copy is {}",
                    file,
                    inside,
                    aside);
        }
        if (whole < at) {
            LOG.warn(
                    "The last {} bytes of {} are no whole label, and are cut: it was never answered", at - whole, file);
        }
        return new Found(labels, whole);
    }

    /** The next line with its end; what is longer than a label may be comes in pieces, none of which is one. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = 0;
        while (next != '\n' && line.size() < LabelLog.LINE_LIMIT && (next = in.read()) >= 0) {
            line.write(next);
        }
        return line.toByteArray();
    }

    private static Label label(byte[] line) {
        try {
            boolean ended = line[line.length - 1] == '\n';
            return ended ? LabelLine.read(new String(line, 0, line.length - 1, UTF_8)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** A new file's name is on the disk only when its folder is. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
