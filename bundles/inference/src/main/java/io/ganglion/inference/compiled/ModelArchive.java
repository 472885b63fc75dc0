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
    static final int ARCHIVE_LIMIT = 32 << 20;
    static final int CONFIGURATION_LIMIT = 1 << 20;
    /** Eight million coefficients: more than a node should score in compiled form. */
    static final int COEFFICIENTS_LIMIT = 32 << 20;
    /** Of what is not needed, the updater's state above all: it is inflated in passing and not kept. */
    static final int PASSING_LIMIT = 128 << 20;

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
        long passing = 0;
        int seen = 0;
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (++seen > ENTRY_LIMIT) {
                throw new ModelException("the archive has more than " + ENTRY_LIMIT + " entries");
            }
            String name = entry.getName();
            if (name.equals(CONFIGURATION)) {
                keep(entries, name, inflate(in, name, CONFIGURATION_LIMIT));
            } else if (name.equals(COEFFICIENTS)) {
                keep(entries, name, inflate(in, name, COEFFICIENTS_LIMIT));
            } else {
                passing += in.skip(PASSING_LIMIT - passing);
                if (passing == PASSING_LIMIT) {
                    throw bomb(name, PASSING_LIMIT);
                }
            }
        }
        if (seen == 0) {
            throw new ModelException("not a zip archive: no entry in it");
        }
    }

    private static void keep(Map<String, byte[]> entries, String name, byte[] bytes) throws ModelException {
        if (entries.put(name, bytes) != null) {
            throw new ModelException("the archive has " + name + " twice");
        }
    }

    private static byte[] inflate(ZipInputStream in, String name, int limit) throws IOException, ModelException {
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
            throw bomb(name, limit);
        }
        return bytes;
    }

    private static ModelException bomb(String name, int limit) {
        return new ModelException(name + " inflates to more than " + limit + " bytes; the archive may be a bomb");
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws ModelException {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            throw new ModelException("the archive has no " + name);
        }
        return bytes;
    }
}
