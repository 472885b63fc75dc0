// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes ND4J's array from an archive's entry. Call it pinned. */
final class Restore {
    private static final int SHAPE_LIMIT = 2 * 32 + 4;

    private Restore() {}

    /** All parameters in one row. */
    static INDArray parameters(byte[] coefficients) throws ModelException {
        try {
            checkSizes(coefficients);
            INDArray parameters = Nd4j.read(new DataInputStream(new ByteArrayInputStream(coefficients)));
            for (float number : parameters.data().asFloat()) {
                if (!Float.isFinite(number)) {
                    throw new ModelException("coefficients.bin holds " + number + "; every coefficient must be finite");
                }
            }
            return parameters.dataType() == DataType.FLOAT ? parameters : parameters.castTo(DataType.FLOAT);
        } catch (IOException | RuntimeException e) {
            throw new ModelException("coefficients.bin is damaged: " + e.getMessage(), e);
        }
    }

    /** ND4J allocates what a header claims; so claims are held against the bytes that there are. */
    private static void checkSizes(byte[] coefficients) throws IOException, ModelException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(coefficients))) {
            in.readUTF();
            long longs = in.readLong();
            String shapeType = in.readUTF();
            if (!shapeType.equals("LONG") || longs < 4 || longs > SHAPE_LIMIT) {
                throw new ModelException(
                        "coefficients.bin has no readable shape: type=" + shapeType + " longs=" + longs);
            }
            long[] shape = new long[(int) longs];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = in.readLong();
            }
            in.readUTF();
            long length = in.readLong();
            String type = in.readUTF();
            int width = type.equals("FLOAT") ? Float.BYTES : type.equals("DOUBLE") ? Double.BYTES : 0;
            if (width == 0 || length < 1 || length > in.available() / width || length != volume(shape)) {
                throw new ModelException("coefficients.bin claims " + length + " numbers of type " + type
                        + " in a shape of " + volume(shape) + "; it holds " + in.available() + " bytes");
            }
        }
    }

    private static long volume(long[] shape) {
        long rank = shape[0];
        if (rank < 1 || shape.length != 2 * rank + 4) {
            return -1;
        }
        long volume = 1;
        for (int i = 1; i <= rank; i++) {
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE / volume) {
                return -1;
            }
            volume *= shape[i];
        }
        return volume;
    }
}
