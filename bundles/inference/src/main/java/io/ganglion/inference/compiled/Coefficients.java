// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads {@code coefficients.bin}, an ND4J array in its binary form: a buffer of longs (rank, shape, strides, extras,
 * element stride, order), then a buffer of numbers. A buffer is its allocation mode, its length, its type and its
 * values, all as {@link java.io.DataOutput} writes them.
 */
final class Coefficients {
    private static final int SHAPE_LIMIT = 2 * 8 + 4;

    private Coefficients() {}

    /** All coefficients of the network in one row: layer by layer, weights in column-major order, then the bias. */
    static float[] read(byte[] bytes, long expected) throws ModelException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long declared = readShape(in);
            in.readUTF();
            long length = in.readLong();
            String type = in.readUTF();
            if (length != declared || length != expected) {
                throw new ModelException("coefficients.bin has " + length + " coefficients (its shape says " + declared
                        + "), but the layers need " + expected);
            }
            return readNumbers(in, type, (int) length);
        } catch (EOFException e) {
            throw new ModelException("coefficients.bin is truncated: bytes=" + bytes.length, e);
        } catch (IOException e) {
            throw new ModelException("coefficients.bin is damaged: " + e.getMessage(), e);
        }
    }

    private static long readShape(DataInputStream in) throws IOException, ModelException {
        in.readUTF();
        long longs = in.readLong();
        String type = in.readUTF();
        if (!type.equals("LONG") || longs < 4 || longs > SHAPE_LIMIT) {
            throw new ModelException(
                    "coefficients.bin has no shape that this engine reads: type=" + type + " longs=" + longs);
        }
        long[] shape = new long[(int) longs];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readLong();
        }
        long rank = shape[0];
        if (rank < 1 || shape.length != 2 * rank + 4) {
            throw new ModelException("coefficients.bin has a shape of rank " + rank + " in " + longs + " longs");
        }
        long length = 1;
        for (int i = 1; i <= rank; i++) {
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE || length > Integer.MAX_VALUE) {
                throw new ModelException("coefficients.bin has a side of " + shape[i] + " in its shape");
            }
            length *= shape[i];
        }
        return length;
    }

    private static float[] readNumbers(DataInputStream in, String type, int length) throws IOException, ModelException {
        int width =
                switch (type) {
                    case "FLOAT" -> Float.BYTES;
                    case "DOUBLE" -> Double.BYTES;
                    default -> throw new ModelException(
                            "coefficients.bin holds " + type + "; this engine reads FLOAT and DOUBLE");
                };
        // The stream is an array in memory: what is available is all there is, so the array below is never larger.
        if (in.available() < (long) length * width) {
            throw new EOFException();
        }
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = width == Float.BYTES ? in.readFloat() : (float) in.readDouble();
            if (!Float.isFinite(numbers[i])) {
                throw new ModelException(
                        "coefficient " + i + " is " + numbers[i] + "; every coefficient must be finite");
            }
        }
        return numbers;
    }
}
