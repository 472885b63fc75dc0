// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.job;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.osgi.framework.Version;

/**
 * The rows that a candidate is trained on, as {@link RowsWriter} writes them: gzip over a binary stream. Its digest is
 * over the stream and not over the file, so that another zlib gives the same digest.
 *
 * @param contract whose attributes the rows have
 * @param windowFrom nanoseconds since the epoch: rows before it commission their device and are of no window
 * @param devices in the order of their names
 * @param digest SHA-256 of the stream, hexadecimal
 */
public record RowsFile(Contract contract, long windowFrom, List<DeviceRows> devices, String digest) {
    static final int MAGIC = 0x474e5257;
    static final int DEVICE = 1;
    static final int ROW = 2;
    static final int END = 0;
    /** Far above what any policy lets out, and below what would fill a trainer's memory before it is counted. */
    private static final int ROW_LIMIT = 20_000_000;

    /** @throws IOException where it is damaged or no such file; the message says how */
    public static RowsFile read(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream in = new DataInputStream(
                        new BufferedInputStream(new DigestInputStream(new GZIPInputStream(raw), digest)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a training file: " + file);
            }
            Contract contract = contract(in);
            long windowFrom = in.readLong();
            List<DeviceRows> devices = devices(in, contract);
            return new RowsFile(contract, windowFrom, devices, HexFormat.of().formatHex(digest.digest()));
        } catch (EOFException e) {
            throw new IOException("the training file is cut off: " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IOException("the training file is damaged: " + e.getMessage(), e);
        }
    }

    private static Contract contract(DataInputStream in) throws IOException {
        String name = in.readUTF();
        Version version = Version.parseVersion(in.readUTF());
        Duration period = Duration.ofNanos(in.readLong());
        List<Attribute> attributes = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            attributes.add(new Attribute(
                    in.readUTF(),
                    "C62",
                    "",
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    in.readBoolean(),
                    List.of()));
        }
        return new Contract(name, version, name, attributes, List.of(), period);
    }

    private static List<DeviceRows> devices(DataInputStream in, Contract contract) throws IOException {
        List<DeviceRows> devices = new ArrayList<>();
        DeviceRows current = null;
        long rows = 0;
        for (int kind = in.readByte(); kind != END; kind = in.readByte()) {
            if (kind == DEVICE) {
                current = new DeviceRows(in.readUTF(), new ArrayList<>(), new ArrayList<>());
                devices.add(current);
            } else if (kind == ROW && current != null && rows++ < ROW_LIMIT) {
                row(in, contract, current);
            } else {
                throw new IOException("the training file is damaged at its row " + rows + ": kind=" + kind);
            }
        }
        if (in.readLong() != rows) {
            throw new IOException("the training file is cut off: it holds " + rows + " rows");
        }
        return devices;
    }

    private static void row(DataInputStream in, Contract contract, DeviceRows device) throws IOException {
        long time = in.readLong();
        int mark = in.readUnsignedByte();
        double[] values = new double[contract.attributes().size()];
        long good = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
            good |= Double.isNaN(values[i]) ? 0 : 1L << i;
        }
        if (mark >= Mark.values().length) {
            throw new IOException("the training file is damaged: a row of " + device.device() + " has mark " + mark);
        }
        String entity = "urn:ngsi-ld:" + contract.name() + ":" + device.device();
        device.rows().add(new Observation(contract, device.device(), entity, time, time, values, good, List.of()));
        device.marks().add(Mark.values()[mark]);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
