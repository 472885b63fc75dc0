// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a network of dense layers, or of a convolution or memory and dense layers behind it, as ONNX, so that ONNX Runtime can be measured on the same weights. Field numbers are
 * those of {@code onnx.proto3}.
 */
final class ScoreOnnx {
    private static final int FLOAT = 1;
    private static final int OPSET = 15;
    private static final int IR_VERSION = 8;

    private final Message graph = new Message();
    private int nodes;

    private ScoreOnnx() {}

    /**
     * Output {@code y} of shape {@code [N, outputs]}.
     *
     * @param sides of input {@code x} behind the rows: {@code [inputs]}, or {@code [features, steps]}
     */
    static byte[] export(MultiLayerNetwork network, long... sides) {
        ScoreOnnx onnx = new ScoreOnnx();
        String current = "x";
        for (Layer layer : network.getLayers()) {
            current = onnx.layer(layer, current);
        }
        onnx.node("Identity", List.of(current), "y");
        INDArray last = network.getLayers()[network.getnLayers() - 1].getParam("W");
        onnx.graph.text(2, "network");
        onnx.graph.message(11, value("x", sides));
        onnx.graph.message(12, value("y", last.size(1)));
        Message opset = new Message().text(1, "").number(2, OPSET);
        return new Message()
                .number(1, IR_VERSION)
                .message(7, onnx.graph)
                .message(8, opset)
                .bytes();
    }

    private String layer(Layer layer, String input) {
        var described = layer.conf().getLayer();
        if (described instanceof Convolution1DLayer convolution) {
            return convolution(layer, convolution, input);
        }
        if (described instanceof GlobalPoolingLayer) {
            node("GlobalMaxPool", List.of(input), "pooled");
            node("Flatten", List.of("pooled"), "flat", whole("axis", 1));
            return "flat";
        }
        return described instanceof LastTimeStep || described instanceof LSTM
                ? memory(layer, input)
                : dense(layer, input);
    }

    private String convolution(Layer layer, Convolution1DLayer described, String input) {
        INDArray weights = layer.getParam("W");
        String sum = "sum" + nodes;
        // Deeplearning4j reads [out][in][kernel] as [kernel][in][out].
        INDArray read = weights.reshape('c', weights.size(2), weights.size(1), weights.size(0))
                .permute(2, 1, 0);
        tensor(sum + "W", read.dup('c').data().asFloat(), weights.size(0), weights.size(1), weights.size(2));
        tensor(sum + "b", layer.getParam("b").dup('c').data().asFloat(), weights.size(0));
        node(
                "Conv",
                List.of(input, sum + "W", sum + "b"),
                sum,
                wholes("kernel_shape", weights.size(2)),
                wholes("strides", described.getStride()[0]));
        return bent(described, sum);
    }

    /** The hidden row after the last step. ONNX has the gates in another order: input, output, forget, candidate. */
    private String memory(Layer layer, String input) {
        Map<String, INDArray> parameters = layer.paramTable();
        long units = parameters.get("RW").size(0);
        long features = parameters.get("W").size(0);
        tensor("memoryW", gates(parameters.get("W"), (int) units), 1, 4 * units, features);
        tensor("memoryR", gates(parameters.get("RW"), (int) units), 1, 4 * units, units);
        float[] bias = gates(parameters.get("b").reshape(1, 4 * units), (int) units);
        tensor("memoryB", Arrays.copyOf(bias, 2 * bias.length), 1, 8 * units);
        node("Transpose", List.of(input), "steps", wholes("perm", 2, 0, 1));
        Message memory = new Message();
        List.of("steps", "memoryW", "memoryR", "memoryB").forEach(name -> memory.text(1, name));
        memory.text(2, "").text(2, "hidden").text(3, "memory").text(4, "LSTM").message(5, whole("hidden_size", units));
        graph.message(1, memory);
        node("Flatten", List.of("hidden"), "held", whole("axis", 2));
        return "held";
    }

    private static float[] gates(INDArray columns, int units) {
        int[] order = {3, 2, 1, 0};
        int from = (int) columns.size(0);
        float[] rows = new float[4 * units * from];
        for (int row = 0; row < 4 * units; row++) {
            for (int i = 0; i < from; i++) {
                rows[row * from + i] = columns.getFloat(i, (long) order[row / units] * units + row % units);
            }
        }
        return rows;
    }

    private static Message whole(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    private static Message wholes(String name, long... values) {
        Message attribute = new Message().text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, 7);
    }

    private String dense(Layer layer, String input) {
        INDArray weights = layer.getParam("W");
        INDArray bias = layer.getParam("b");
        String sum = "sum" + nodes;
        tensor(sum + "W", weights.dup('c').data().asFloat(), weights.size(0), weights.size(1));
        tensor(sum + "b", bias.dup('c').data().asFloat(), bias.length());
        node("Gemm", List.of(input, sum + "W", sum + "b"), sum);
        return bent((BaseLayer) layer.conf().getLayer(), sum);
    }

    private String bent(BaseLayer described, String sum) {
        String curve = described.getActivationFn().toString().toLowerCase(Locale.ROOT);
        String operator =
                switch (curve) {
                    case "identity" -> "";
                    case "relu" -> "Relu";
                    case "tanh" -> "Tanh";
                    case "sigmoid" -> "Sigmoid";
                    default -> throw new IllegalArgumentException("no ONNX operator for " + curve);
                };
        if (operator.isEmpty()) {
            return sum;
        }
        String bent = "bent" + nodes;
        node(operator, List.of(sum), bent);
        return bent;
    }

    private void node(String operator, List<String> inputs, String output, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, "node" + nodes++).text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
    }

    private void tensor(String name, float[] values, long... sides) {
        Message tensor = new Message();
        for (long side : sides) {
            tensor.number(1, side);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(5, tensor.number(2, FLOAT).text(8, name).block(9, raw.array()));
    }

    private static Message value(String name, long... sides) {
        Message shape = new Message().message(1, new Message().text(2, "N"));
        for (long side : sides) {
            shape.message(1, new Message().number(1, side));
        }
        Message type = new Message().message(1, new Message().number(1, FLOAT).message(2, shape));
        return new Message().text(1, name).message(2, type);
    }

    /** A protocol buffer message, field by field. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return block(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return block(field, value.bytes());
        }

        Message block(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
