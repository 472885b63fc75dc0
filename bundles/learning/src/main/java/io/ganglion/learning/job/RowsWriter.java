// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.job;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Writes a training file row by row: a window of days never lies in the node's memory. Not thread-safe. */
public final class RowsWriter implements AutoCloseable {
    private final MessageDigest digest = RowsFile.sha256();
    private final DataOutputStream out;
    private long rows;

    /** @param windowFrom nanoseconds since the epoch: rows before it commission their device */
    public RowsWriter(Path file, Contract contract, long windowFrom) throws IOException {
        GZIPOutputStream zip = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
        out = new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(zip, digest)));
        out.writeInt(RowsFile.MAGIC);
        out.writeUTF(contract.name());
        out.writeUTF(contract.version().toString());
        out.writeLong(contract.expectedPeriod().toNanos());
        out.writeByte(contract.attributes().size());
        for (Attribute attribute : contract.attributes()) {
            out.writeUTF(attribute.name());
            out.writeBoolean(attribute.required());
        }
        out.writeLong(windowFrom);
    }

    /** The rows to come are this device's. */
    public void device(String name) throws IOException {
        out.writeByte(RowsFile.DEVICE);
        out.writeUTF(name);
    }

    /** @param values shape {@code [attributes]}, {@code NaN} where absent */
    public void row(long time, Mark mark, double[] values) throws IOException {
        out.writeByte(RowsFile.ROW);
        out.writeLong(time);
        out.writeByte(mark.ordinal());
        for (double value : values) {
            out.writeDouble(value);
        }
        rows++;
    }

    /** So far. */
    public long rows() {
        return rows;
    }

    /** Ends the file; returns the digest of what was written, as {@link RowsFile#digest()} will read it. */
    public String finish() throws IOException {
        out.writeByte(RowsFile.END);
        out.writeLong(rows);
        out.close();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Leaves a file that was not {@linkplain #finish finished} without its end; nobody takes it for whole. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
