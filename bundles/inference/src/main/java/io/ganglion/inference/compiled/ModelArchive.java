// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The two entries of a Deeplearning4j archive that make a network.
 *
 * @param configuration {@code configuration.json}
 * @param coefficients {@code coefficients.bin}
 */
record ModelArchive(byte[] configuration, byte[] coefficients) {
    static final int ARCHIVE_LIMIT = 64 << 20;
    static final int CONFIGURATION_LIMIT = 1 << 20;
    static final int INFLATED_LIMIT = 256 << 20;
    static final int ENTRY_LIMIT = 32;

    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";

    /** Inflates what it needs and no more than the limits allow, whatever sizes the archive claims. */
    static ModelArchive read(byte[] zip) throws ModelException {
        if (zip.length > ARCHIVE_LIMIT) {
            throw new ModelException("the archive has " + zip.length + " bytes; the limit is " + ARCHIVE_LIMIT);
        }
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            readEntries(in, entries);
        } catch (EOFException e) {
            throw new ModelException("the archive is truncated: it ends in the middle of an entry", e);
        } catch (ZipException e) {
            throw new ModelException("the archive is damaged: " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("the archive cannot be read: " + e.getMessage(), e);
        }
        return new ModelArchive(entry(entries, CONFIGURATION), entry(entries, COEFFICIENTS));
    }

    private static void readEntries(ZipInputStream in, Map<String, byte[]> entries) throws IOException, ModelException {
        int left = INFLATED_LIMIT;
        int seen = 0;
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (++seen > ENTRY_LIMIT) {
                throw new ModelException("the archive has more than " + ENTRY_LIMIT + " entries");
            }
            String name = entry.getName();
            // The updater's state and the like are of no use here; they are inflated within the limit and forgotten.
            byte[] bytes = inflate(in, name, name.equals(CONFIGURATION) ? CONFIGURATION_LIMIT : left);
            left -= bytes.length;
            if ((name.equals(CONFIGURATION) || name.equals(COEFFICIENTS)) && entries.put(name, bytes) != null) {
                throw new ModelException("the archive has " + name + " twice");
            }
        }
        if (seen == 0) {
            throw new ModelException("not a zip archive: no entry in it");
        }
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
            throw new ModelException("the archive has no " + name);
        }
        return bytes;
    }
}
