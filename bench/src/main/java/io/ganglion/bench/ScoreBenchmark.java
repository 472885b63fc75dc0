// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ganglion.api.model.Network;
import io.ganglion.inference.compiled.CompiledEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One run of a dense autoencoder, a convolution and a memory: the compiled engine (rows in, rows out), plain loops, ONNX
 * Runtime on a tensor that is already there, and Deeplearning4j's {@code output()}. One thread each, the same rows, after
 * their outputs have been compared; what counts is the CPU that the whole process spends.
 */
public final class ScoreBenchmark implements Benchmark {
    private static final int[] BATCHES = {1, 16, 64, 256};
    private static final double AIM_MICROS = 0.5;
    private static final double AIM_TIMES_ONNX = 2;
    private static final int WARM_RUNS = 200;
    private static final long WARM_NANOS = 20_000_000_000L;

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String about() {
        return "dense, CNN, LSTM at batch 1, 16, 64, 256: compiled engine beside plain loops, ONNX Runtime, Deeplearning4j";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        return run(quick, Set.of("dense", "cnn", "lstm"));
    }

    @Override
    public Figures run(boolean quick, Set<String> cases) throws Exception {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        Nd4j.getExecutioner().setProfilingMode(OpExecutioner.ProfilingMode.DISABLED);
        Map<String, Double> figures = new LinkedHashMap<>();
        boolean holds = true;
        System.out.printf("%11s %12s %12s %12s %12s   %s%n", "batch", "compiled", "plain", "onnx", "dl4j", "us a run");
        for (ScoreCase one : List.of(ScoreCase.dense(), ScoreCase.cnn(), ScoreCase.lstm())) {
            if (cases.contains(one.name())) {
                holds &= measure(one, quick, figures);
            } else {
                holds = false;
            }
        }
        if (!figures.containsKey("compiled_1")) {
            return new Figures("microseconds of CPU a run, by batch", 0, figures, false);
        }
        stage(quick, figures);
        double ours = figures.get("compiled_1");
        return new Figures("microseconds of CPU a run, by batch", ours, figures, holds && ours <= AIM_MICROS);
    }

    private static void stage(boolean quick, Map<String, Double> figures) throws Exception {
        ScoreCase dense = ScoreCase.dense();
        Contest.Score stage = new Contest(quick)
                .add("stage", new ScoreStage(zip(dense.network()), dense.features())::run)
                .run()
                .get("stage");
        double row = 1e6 / stage.perCpuSecond() / ScoreStage.rows();
        figures.put("stage_row_64", row);
        System.out.printf(
                "the whole stage on micro-batches of 64: %.3f us and %.0f bytes a row%n",
                row, stage.bytes() / ScoreStage.rows());
    }

    private static boolean measure(ScoreCase one, boolean quick, Map<String, Double> figures) throws Exception {
        byte[] zip = zip(one.network());
        warm(one, zip);
        boolean holds = true;
        try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            try (OrtSession session =
                    environment.createSession(ScoreOnnx.export(one.network(), one.sides()), options)) {
                for (int batch : BATCHES) {
                    holds &= measure(one, zip, environment, session, batch, quick, figures);
                }
            }
        }
        return holds;
    }

    /** Until the JVM has compiled the kernel, which shows in that it allocates nothing; its compiler may be busy. */
    private static void warm(ScoreCase one, byte[] zip) throws Exception {
        Network network = new CompiledEngine().load(zip, one.steps());
        Network.Runner runner = network.newRunner();
        float[] rows = one.rows(BATCHES[BATCHES.length - 1]);
        float[] out = new float[BATCHES[BATCHES.length - 1] * network.outputs()];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + WARM_NANOS;
        for (int batch : BATCHES) {
            long bytes = Long.MAX_VALUE;
            while (bytes > 0 && System.nanoTime() - end < 0) {
                long before = threads.getCurrentThreadAllocatedBytes();
                repeat(runner, rows, batch, out, WARM_RUNS);
                bytes = (threads.getCurrentThreadAllocatedBytes() - before) / WARM_RUNS;
            }
        }
    }

    private static boolean measure(
            ScoreCase one,
            byte[] zip,
            OrtEnvironment environment,
            OrtSession session,
            int batch,
            boolean quick,
            Map<String, Double> figures)
            throws Exception {
        float[] rows = one.rows(batch);
        float[] turned = one.turned(rows);
        long[] shape = LongStream.concat(LongStream.of(batch), LongStream.of(one.sides()))
                .toArray();
        INDArray array = Nd4j.create(turned, shape);
        FloatBuffer buffer = ByteBuffer.allocateDirect(turned.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        buffer.put(turned).rewind();
        float[] expected = one.network().output(array).dup('c').data().asFloat();
        Network.Runner vector = new CompiledEngine().load(zip, one.steps()).newRunner();
        Network.Runner plain =
                CompiledEngine.inPlainLoops().load(zip, one.steps()).newRunner();
        float[] out = new float[expected.length];
        vector.run(rows, batch, out);
        agree("compiled", expected, out);
        plain.run(rows, batch, out);
        agree("plain", expected, out);
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, shape)) {
            agree("onnx", expected, onnx(session, tensor, expected.length));
            Map<String, Contest.Score> scores = Contest.ofProcess(quick)
                    .add("compiled", times -> repeat(vector, rows, batch, out, times))
                    .add("plain", times -> repeat(plain, rows, batch, out, times))
                    .add("onnx", times -> repeat(session, tensor, times))
                    .add("dl4j", times -> repeat(one.network(), array, times))
                    .run();
            return report(one, batch, scores, figures);
        }
    }

    private static boolean report(
            ScoreCase one, int batch, Map<String, Contest.Score> scores, Map<String, Double> figures) {
        scores.forEach((name, score) -> figures.put(one.prefix() + name + "_" + batch, 1e6 / score.perCpuSecond()));
        System.out.printf(
                "%-5s%6d %12.3f %12.3f %12.3f %12.3f   %.1f times onnx, %.0f times dl4j, %.0f bytes a run%n",
                one.name(),
                batch,
                figures.get(one.prefix() + "compiled_" + batch),
                figures.get(one.prefix() + "plain_" + batch),
                figures.get(one.prefix() + "onnx_" + batch),
                figures.get(one.prefix() + "dl4j_" + batch),
                figures.get(one.prefix() + "onnx_" + batch) / figures.get(one.prefix() + "compiled_" + batch),
                figures.get(one.prefix() + "dl4j_" + batch) / figures.get(one.prefix() + "compiled_" + batch),
                scores.get("compiled").bytes());
        return figures.get(one.prefix() + "onnx_" + batch)
                >= AIM_TIMES_ONNX * figures.get(one.prefix() + "compiled_" + batch);
    }

    private static double repeat(Network.Runner runner, float[] rows, int batch, float[] out, int times) {
        double sum = 0;
        for (int i = 0; i < times; i++) {
            runner.run(rows, batch, out);
            sum += out[0];
        }
        return sum;
    }

    private static double repeat(OrtSession session, OnnxTensor tensor, int times) throws OrtException {
        double sum = 0;
        for (int i = 0; i < times; i++) {
            try (OrtSession.Result result = session.run(Map.of("x", tensor))) {
                sum += ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            }
        }
        return sum;
    }

    private static double repeat(MultiLayerNetwork network, INDArray array, int times) {
        double sum = 0;
        for (int i = 0; i < times; i++) {
            sum += network.output(array).getFloat(0);
        }
        return sum;
    }

    private static float[] onnx(OrtSession session, OnnxTensor tensor, int length) throws OrtException {
        float[] out = new float[length];
        try (OrtSession.Result result = session.run(Map.of("x", tensor))) {
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(out);
        }
        return out;
    }

    private static void agree(String name, float[] expected, float[] out) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - out[i]) <= 1e-5 * Math.max(1, Math.abs(expected[i])))) {
                throw new IllegalStateException(
                        name + " differs from Deeplearning4j at " + i + ": " + out[i] + " for " + expected[i]);
            }
        }
    }

    private static byte[] zip(MultiLayerNetwork network) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, bytes, false);
        return bytes.toByteArray();
    }
}
