// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a network of dense layers as ONNX, so that ONNX Runtime can be measured on the same weights. Field numbers are
 * those of {@code onnx.proto3}.
 */
final class ScoreOnnx {
    private static final int FLOAT = 1;
    private static final int OPSET = 15;
    private static final int IR_VERSION = 8;

    private final Message graph = new Message();
    private int nodes;

    private ScoreOnnx() {}

    /** Input {@code x} of shape {@code [N, inputs]}, output {@code y} of shape {@code [N, outputs]}. */
    static byte[] export(MultiLayerNetwork network) {
        ScoreOnnx onnx = new ScoreOnnx();
        String current = "x";
        for (Layer layer : network.getLayers()) {
            current = onnx.dense(layer, current);
        }
        onnx.node("Identity", List.of(current), "y");
        INDArray first = network.getLayer(0).getParam("W");
        INDArray last = network.getLayers()[network.getnLayers() - 1].getParam("W");
        onnx.graph.text(2, "network");
        onnx.graph.message(11, value("x", first.size(0)));
        onnx.graph.message(12, value("y", last.size(1)));
        Message opset = new Message().text(1, "").number(2, OPSET);
        return new Message()
                .number(1, IR_VERSION)
                .message(7, onnx.graph)
                .message(8, opset)
                .bytes();
    }

    private String dense(Layer layer, String input) {
        INDArray weights = layer.getParam("W");
        INDArray bias = layer.getParam("b");
        String sum = "sum" + nodes;
        tensor(sum + "W", weights.dup('c').data().asFloat(), weights.size(0), weights.size(1));
        tensor(sum + "b", bias.dup('c').data().asFloat(), bias.length());
        node("Gemm", List.of(input, sum + "W", sum + "b"), sum);
        String curve = ((BaseLayer) layer.conf().getLayer())
                .getActivationFn()
                .toString()
                .toLowerCase(Locale.ROOT);
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

    private void node(String operator, List<String> inputs, String output) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        graph.message(1, node.text(2, output).text(3, "node" + nodes++).text(4, operator));
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

    private static Message value(String name, long width) {
        Message shape = new Message().message(1, new Message().text(2, "N")).message(1, new Message().number(1, width));
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
