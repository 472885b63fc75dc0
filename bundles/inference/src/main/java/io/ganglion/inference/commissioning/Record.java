// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.commissioning;

import io.ganglion.api.model.ModelSpec;
import io.ganglion.inference.scoring.FirstRows;
import io.ganglion.inference.scoring.Fitness;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A device's first rows as they lie on disk: gzip over a head of strings and the rows as doubles. The checksum of gzip
 * tells a damaged file from a whole one.
 *
 * @param model the model's name
 * @param contract the contract's name, and behind @ the major version that its model reads from on
 * @param inputs what the columns mean, see {@link #inputs(ModelSpec)}
 */
record Record(String model, String contract, String device, String inputs, FirstRows rows) {
    private static final String FORMAT = "ganglion-first-rows-1";

    /** Two versions of a model can share rows where this is equal: window, attributes and transforms, in order. */
    static String inputs(ModelSpec spec) {
        return "window=" + spec.window() + " "
                + spec.inputs().stream()
                        .map(input -> input.attribute() + ":" + input.transform())
                        .collect(Collectors.joining(" "));
    }

    void write(OutputStream file) throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(file);
        DataOutputStream out = new DataOutputStream(zipped);
        out.writeUTF(FORMAT);
        out.writeUTF(model);
        out.writeUTF(contract);
        out.writeUTF(device);
        out.writeUTF(inputs);
        out.writeInt(rows.inputs());
        out.writeInt(rows.rows());
        for (double value : rows.values()) {
            out.writeDouble(value);
        }
        out.flush();
        zipped.finish();
    }

    static Record read(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(new GZIPInputStream(file));
        String format = in.readUTF();
        if (!format.equals(FORMAT)) {
            throw new IOException("unknown format: " + format);
        }
        String model = in.readUTF();
        String contract = in.readUTF();
        String device = in.readUTF();
        String columns = in.readUTF();
        FirstRows rows = readRows(in);
        // Reading on to the end makes gzip compare its checksum.
        if (in.read() >= 0) {
            throw new IOException("more behind the last row");
        }
        return new Record(model, contract, device, columns, rows);
    }

    private static FirstRows readRows(DataInputStream in) throws IOException {
        int inputs = in.readInt();
        int rows = in.readInt();
        if (inputs < 1 || inputs > Fitness.INPUT_LIMIT || rows < 1 || rows > Fitness.ROW_LIMIT) {
            throw new IOException("no sensible size: inputs=" + inputs + " rows=" + rows);
        }
        double[] values = new double[inputs * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
            if (Double.isInfinite(values[i])) {
                throw new IOException("an infinite value in row " + i / inputs);
            }
        }
        return new FirstRows(inputs, values);
    }
}
