// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class HostileArchiveTest {
    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private final Map<String, byte[]> entries = unzip(Fixtures.read("pump.zip"));
    private int steps = 1;

    @Test
    void notAnArchive_saysSo() {
        refused("hello".getBytes(StandardCharsets.UTF_8), "not a zip archive");
        refused(new byte[0], "not a zip archive");
    }

    @Test
    void missingEntries_areNamed() throws IOException {
        entries.remove(COEFFICIENTS);
        refused(zip(), "the archive has no coefficients.bin");
        entries.remove(CONFIGURATION);
        entries.put("readme", new byte[1]);
        refused(zip(), "the archive has no configuration.json");
    }

    @Test
    void aBomb_isNotInflated() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("updaterState.bin"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 129; i++) {
                out.write(zeros);
            }
        }
        refused(bytes.toByteArray(), "may be a bomb");
        entries.put(CONFIGURATION, new byte[ModelArchive.CONFIGURATION_LIMIT + 1]);
        refused(zip(), "configuration.json inflates to more than 1048576 bytes");
    }

    @Test
    void truncation_isSaid_whereverItHappens() throws IOException {
        byte[] zip = zip();
        for (int length = 40; length < zip.length; length += 7) {
            byte[] cut = Arrays.copyOf(zip, length);
            try {
                new CompiledEngine().load(cut);
                // What is cut behind the last entry is the directory, which a stream does not need.
                assertThat(length).isGreaterThan(zip.length - 200);
            } catch (ModelException e) {
                assertThat(e).hasMessageMatching("(?s).*(truncated|damaged|has no|cannot be read).*");
            }
        }
        byte[] coefficients = entries.get(COEFFICIENTS);
        entries.put(COEFFICIENTS, Arrays.copyOf(coefficients, coefficients.length - 3));
        refused(zip(), "coefficients.bin is truncated");
    }

    @Test
    void hugeLayers_areRefused_beforeMemoryIsTaken() throws IOException {
        refused(
                configured("\"nin\" : 8", "\"nin\" : 2000000000"),
                "layer 0 must have nin of 1 to 65536: nin=2000000000");
        refused(configured("\"nin\" : 8", "\"nin\" : -8"), "nin=-8");
        refused(configured("\"nout\" : 6", "\"nout\" : 1e9"), "nout=");
        refused(configured("\"nin\" : 8", "\"nin\" : 65536"), "but the layers need 393");
    }

    @Test
    void wrongShapes_areRefused_withBothNumbers() throws IOException {
        refused(
                configured("\"nin\" : 8", "\"nin\" : 9"),
                "coefficients.bin has 155 coefficients (its shape says 155), but the layers need 161");
        refused(configured("\"nout\" : 6", "\"nout\" : 7"), "layer 1 (DenseLayer) takes 6 inputs, but gets a row of 7");
    }

    @Test
    void weightsThatAreNoNumbers_areRefused_withTheirPlace() throws IOException {
        refused(coefficient(0, Float.NaN), "coefficient 0 is NaN");
        refused(coefficient(100, Float.NEGATIVE_INFINITY), "coefficient 100 is -Infinity");
    }

    @Test
    void aLyingBuffer_takesNoMemory() throws IOException {
        byte[] bytes = entries.get(COEFFICIENTS).clone();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("FLOAT") - 10;
        ByteBuffer.wrap(bytes).putLong(at, Integer.MAX_VALUE);
        entries.put(COEFFICIENTS, bytes);
        refused(zip(), "coefficients.bin has 2147483647 coefficients");
    }

    @Test
    void brokenConfigurations_areSaidToBe() throws IOException {
        entries.put(CONFIGURATION, "{".getBytes(StandardCharsets.UTF_8));
        refused(zip(), "configuration.json is not JSON");
        entries.put(CONFIGURATION, "{}".getBytes(StandardCharsets.UTF_8));
        refused(zip(), "1 to 64 layers in confs: none");
        entries.put(CONFIGURATION, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        refused(zip(), "configuration.json is not JSON");
    }

    @Test
    void aMemory_ofTheWrongShape_isRefused_withBothNumbers() throws IOException {
        open("lstm", 12);
        refused(configured("\"nin\" : 3", "\"nin\" : 4"), "but the layers need");
        refused(configured("\"nin\" : 9", "\"nin\" : 8"), "layer 1 (LSTM) takes 8 inputs, but gets a series of 12x9");
        refused(configured("\"nout\" : 9", "\"nout\" : 2000000000"), "layer 0 must have nout of 1 to 65536");
        refused(configured("\"nout\" : 9", "\"nout\" : 65536"), "takes 9 inputs, but gets a series of 12x65536");
        refused(configured("ActivationSigmoid", "ActivationOther"), "layer 0 has activation ActivationOther");
    }

    @Test
    void aConvolution_ofTheWrongShape_isRefused_withBothNumbers() throws IOException {
        open("cnn", 12);
        refused(configured("\"kernelSize\" : [ 5", "\"kernelSize\" : [ 50"), "needs 50 steps for one window");
        refused(configured("\"kernelSize\" : [ 5", "\"kernelSize\" : [ 4"), "but the layers need");
        refused(configured("\"kernelSize\" : [ 5", "\"kernelSize\" : [ 0"), "kernelSize of 1 to 4096: kernelSize=0");
        refused(configured("\"stride\" : [ 1", "\"stride\" : [ -1"), "stride of 1 to 4096: stride=-1");
        refused(configured("\"dilation\" : [ 1", "\"dilation\" : [ 4096"), "needs 16385 steps for one window");
        refused(configured("\"padding\" : [ 0", "\"padding\" : [ 1e3"), "padding=1000.0");
        refused(configured("\"convolutionMode\" : \"Truncate\"", "\"convolutionMode\" : \"Round\""), "mode Round");
        refused(configured("\"poolingType\" : \"AVG\"", "\"poolingType\" : \"MEDIAN\""), "pools by MEDIAN");
    }

    @Test
    void stepsThatAreMultipliedOrCutAway_areBounded_beforeMemoryIsTaken() throws IOException {
        open("cnn-autoencoder", 12);
        refused(configured("\"size\" : [ 2", "\"size\" : [ 65000"), "makes 390000 steps; the limit is 65536");
        refused(configured("\"padding\" : [ 1, 2 ]", "\"padding\" : [ 1, 2000000000 ]"), "padding of 0 to 65536");
        refused(configured("\"cropping\" : [ 2, 1 ]", "\"cropping\" : [ 20, 1 ]"), "crops 20 and 1 steps of 15");
        steps = 10_000;
        refused(configured("\"kernelSize\" : [ 4", "\"kernelSize\" : [ 4000"), "brings a row to 60060000 numbers");
        steps = 2_000_000_000;
        refused(zip(), "steps must be 1 to 10000: steps=2000000000");
        open("lstm-autoencoder", 12);
        refused(configured("\"n\" : 12", "\"n\" : 65537"), "n of 1 to 65536: n=65537");
    }

    @Test
    void aNormalisation_ofTheWrongShape_isRefused() throws IOException {
        open("norm", 1);
        refused(configured("\"eps\" : 1.0E-5", "\"eps\" : 0"), "must have an eps above 0: eps=0.0");
        refused(configured("\"eps\" : 1.0E-5", "\"eps\" : 1e300"), "must have a finite eps");
        refused(configured("\"lockGammaBeta\" : false", "\"lockGammaBeta\" : true"), "but the layers need");
    }

    @Test
    void graphsThatAreNoneOrGoInCircles_areRefused() throws IOException {
        open("graph", 12);
        refused(configured("\"memory\" : [ \"in\"", "\"memory\" : [ \"sum\""), "the graph has a cycle");
        refused(
                configured("\"memory\" : [ \"in\"", "\"memory\" : [ \"nobody\""),
                "takes \"nobody\", which is no vertex");
        refused(configured("\"memory\" : [ \"in\"", "\"memory\" : [ \"in\", \"in\""), "takes one input, but has 2");
        refused(configured("\"memory\" : [ \"in\"", "\"memory\" : ["), "must have 1 to 64 inputs in vertexInputs: 0");
        refused(
                configured("MergeVertex", "WeirdVertex"),
                "layer 2 \"both\" is a WeirdVertex, which the compiled engine");
        refused(configured("\"networkInputs\" : [ \"in\"", "\"networkInputs\" : [ \"in\", \"b\""), "2 networkInputs");
        refused(
                configured("\"networkOutputs\" : [ \"out\"", "\"networkOutputs\" : [ \"x\""),
                "takes \"x\", which is no vertex");
        refused(configured("\"op\" : \"Add\"", "\"op\" : \"Divide\""), "combines by DIVIDE");
        refused(configured("\"in\", \"memory\", \"window\"", "\"in\", \"memory\", \"memory\""), "named before");
        refused(
                configured("\"in\", \"memory\", \"window\"", "\"in\", \"window\""),
                "must name the input and each of the 8");
    }

    @Test
    void weightsThatAreNoNumbers_areRefused_inEveryKindOfLayer() throws IOException {
        for (String name : new String[] {"lstm", "cnn", "norm", "graph"}) {
            open(name, name.equals("norm") ? 1 : 12);
            byte[] bytes = entries.get(COEFFICIENTS);
            ByteBuffer.wrap(bytes).putInt(bytes.length - 40, 0x7fc00000);
            refused(zip(), " is NaN");
        }
    }

    @Test
    void noMutationOfAnyKind_throwsAnythingButAModelException() throws IOException {
        Random random = new Random(12);
        for (String name : new String[] {"lstm", "cnn", "cnn-autoencoder", "norm", "graph"}) {
            open(name, 12);
            byte[] original = entries.get(CONFIGURATION);
            for (int round = 0; round < 1_000; round++) {
                byte[] mutant = original.clone();
                for (int k = 0; k <= random.nextInt(3); k++) {
                    mutant[random.nextInt(mutant.length)] = (byte) "0123456789-\"[]{}aN:,".charAt(random.nextInt(20));
                }
                entries.put(CONFIGURATION, mutant);
                try {
                    new CompiledEngine().load(zip(), steps);
                } catch (ModelException expected) {
                    assertThat(expected.getMessage()).isNotBlank();
                }
            }
        }
    }

    private void open(String name, int rows) {
        entries.clear();
        entries.putAll(unzip(Fixtures.read(name + ".zip")));
        steps = rows;
    }

    @Test
    void noMutation_throwsAnythingButAModelException() throws IOException {
        Random random = new Random(11);
        byte[] zip = zip();
        for (int round = 0; round < 2_000; round++) {
            byte[] mutant = zip.clone();
            for (int k = 0; k <= random.nextInt(4); k++) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            try {
                new CompiledEngine().load(mutant);
            } catch (ModelException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    private byte[] configured(String from, String to) throws IOException {
        Map<String, byte[]> original = new LinkedHashMap<>(entries);
        String text = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        entries.put(
                CONFIGURATION,
                text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to))
                        .getBytes(StandardCharsets.UTF_8));
        byte[] zip = zip();
        entries.putAll(original);
        return zip;
    }

    private byte[] coefficient(int index, float value) throws IOException {
        byte[] bytes = entries.get(COEFFICIENTS).clone();
        ByteBuffer.wrap(bytes).putFloat(bytes.length - 4 * (155 - index), value);
        Map<String, byte[]> original = new LinkedHashMap<>(entries);
        entries.put(COEFFICIENTS, bytes);
        byte[] zip = zip();
        entries.putAll(original);
        return zip;
    }

    private void refused(byte[] zip, String message) {
        assertThatThrownBy(() -> new CompiledEngine().load(zip, steps))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                write(out, entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
    }

    private static Map<String, byte[]> unzip(byte[] zip) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return entries;
    }
}
