// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The two entries of a DL4J archive that make a network, within limits whatever sizes it claims. DL4J's own reader also
 * takes serialised Java objects out of an archive; nothing else of it is looked at here.
 */
record Archive(byte[] configuration, byte[] coefficients) {
    static final int ARCHIVE_LIMIT = 64 << 20;
    static final int CONFIGURATION_LIMIT = 1 << 20;
    static final int INFLATED_LIMIT = 256 << 20;
    static final int ENTRY_LIMIT = 32;

    static Archive read(byte[] zip) throws ModelException {
        if (zip.length > ARCHIVE_LIMIT) {
            throw new ModelException("the archive has " + zip.length + " bytes; the limit is " + ARCHIVE_LIMIT);
        }
        Map<String, byte[]> entries = new HashMap<>();
        int left = INFLATED_LIMIT;
        int seen = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (++seen > ENTRY_LIMIT) {
                    throw new ModelException("the archive has more than " + ENTRY_LIMIT + " entries");
                }
                String name = entry.getName();
                byte[] bytes = inflate(in, name, name.equals("configuration.json") ? CONFIGURATION_LIMIT : left);
                left -= bytes.length;
                if (entries.put(name, bytes) != null) {
                    throw new ModelException("the archive has " + name + " twice");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("the archive is damaged: " + e.getMessage(), e);
        }
        return new Archive(entry(entries, "configuration.json"), entry(entries, "coefficients.bin"));
    }

    private static byte[] inflate(ZipInputStream in, String name, int limit) throws IOException, ModelException {
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
            throw new ModelException(name + " inflates to more than " + limit + " bytes; the archive may be a bomb");
        }
        return bytes;
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws ModelException {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            throw new ModelException("the archive has no " + name + "; it has " + entries.keySet());
        }
        return bytes;
    }
}
