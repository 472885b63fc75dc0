// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.dl4j.Backend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** A network as DL4J writes it, but with the same bytes every time: its zip carries the hour of its making. */
final class NetworkArchive {
    /** The first moment that a zip can hold. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NetworkArchive() {}

    static byte[] of(MultiLayerNetwork network) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Backend.pinned(() -> {
            ModelSerializer.writeModel(network, written, false);
            return written;
        });
        return timeless(written.toByteArray());
    }

    /** The same entries in the order of their names, without a time. */
    static byte[] timeless(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream ordered = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry timeless = new ZipEntry(entry.getKey());
                timeless.setTimeLocal(NO_TIME);
                ordered.putNextEntry(timeless);
                ordered.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }
}
