// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.google.protobuf.UnknownFieldSet;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** {@code bench/run codecs}: from the bytes of each format to a validated row, beside its library's bare parse. */
public final class CodecsBenchmark implements Benchmark {
    /** A mapped, converted and validated row for at most three times the cost of looking at the bytes. */
    private static final double AIM = 1 / 3.0;

    /** Each of ours and what it is beside. */
    private static final Map<String, String> BESIDE = new LinkedHashMap<>();

    static {
        BESIDE.put("senml_json", "jackson_senml_json");
        BESIDE.put("senml_cbor", "jackson_senml_cbor");
        BESIDE.put("onem2m", "jackson_onem2m");
        BESIDE.put("plain_json", "jackson_plain_json");
        BESIDE.put("kura", "protobuf_kura");
        BESIDE.put("sparkplug", "protobuf_sparkplug");
    }

    @Override
    public String name() {
        return "codecs";
    }

    @Override
    public String about() {
        return "decode one document of each format, beside Jackson's tokens and protobuf's bare parse";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        contest(true).run();
        Map<String, Contest.Score> scores = contest(quick).run();
        System.out.printf("%-28s %16s %10s %10s%n", "contender", "per CPU-second", "ns each", "bytes each");
        scores.forEach((name, score) -> System.out.printf(
                "%-28s %,16.0f %,10.0f %,10.0f%n",
                name, score.perCpuSecond(), 1e9 / score.perCpuSecond(), score.bytes()));
        Map<String, Double> figures = new LinkedHashMap<>();
        scores.forEach((name, score) -> figures.put(name, score.perCpuSecond()));
        boolean holds = true;
        for (Map.Entry<String, String> pair : BESIDE.entrySet()) {
            double share = figures.get(pair.getKey()) / figures.get(pair.getValue());
            System.out.printf("%-12s %.2f of %s (aim %.2f)%n", pair.getKey(), share, pair.getValue(), AIM);
            holds &= share >= AIM;
        }
        return new Figures("documents per CPU-second", figures.remove("senml_json"), figures, holds);
    }

    private static Contest contest(boolean quick) {
        Payload[] births = CodecDocuments.sparkplug(true);
        Payload[] data = CodecDocuments.sparkplug(false);
        JsonFactory json = new JsonFactory();
        JsonFactory cbor = new CBORFactory();
        return new Contest(quick)
                .add("senml_json", ours(CodecDocuments.senmlJson()))
                .add("senml_cbor", ours(CodecDocuments.senmlCbor()))
                .add("onem2m", ours(CodecDocuments.oneM2m()))
                .add("plain_json", ours(CodecDocuments.plainJson()))
                .add("kura", ours(CodecDocuments.kura()))
                .add("sparkplug", ours(data, births[0]))
                .add("jackson_senml_json", tokens(json, CodecDocuments.senmlJson()))
                .add("jackson_senml_cbor", tokens(cbor, CodecDocuments.senmlCbor()))
                .add("jackson_onem2m", tokens(json, CodecDocuments.oneM2m()))
                .add("jackson_plain_json", tokens(json, CodecDocuments.plainJson()))
                .add("protobuf_kura", fields(CodecDocuments.kura()))
                .add("protobuf_sparkplug", fields(data));
    }

    private static Contest.Work ours(Payload[] payloads, Payload... before) {
        Decoder decoder = ServiceLoader.load(ContractCompiler.class)
                .findFirst()
                .orElseThrow()
                .compile(Path.of(System.getProperty("ganglion.root", "."), "models/pump/target/classes"));
        for (Payload payload : before) {
            decoder.decode(payload);
        }
        return times -> {
            double sum = 0;
            for (int i = 0; i < times; i++) {
                Verdict verdict = decoder.decode(payloads[i % payloads.length]);
                if (!(verdict instanceof Observation observation)) {
                    throw new IllegalStateException("the document is good, yet refused: " + verdict);
                }
                sum += observation.values()[i & 7] + observation.time();
            }
            return sum;
        };
    }

    /** Tokens and the numbers among them. */
    private static Contest.Work tokens(JsonFactory factory, Payload[] payloads) {
        return times -> {
            double sum = 0;
            for (int i = 0; i < times; i++) {
                try (JsonParser parser = factory.createParser(payloads[i % payloads.length].body())) {
                    while (parser.nextToken() != null) {
                        sum += parser.currentToken().isNumeric() ? parser.getDoubleValue() : 0;
                    }
                }
            }
            return sum;
        };
    }

    /** Fields of the outer message and of each metric. */
    private static Contest.Work fields(Payload[] payloads) {
        return times -> {
            long count = 0;
            for (int i = 0; i < times; i++) {
                UnknownFieldSet outer = UnknownFieldSet.parseFrom(payloads[i % payloads.length].body());
                for (UnknownFieldSet.Field field : outer.asMap().values()) {
                    for (var metric : field.getLengthDelimitedList()) {
                        count += UnknownFieldSet.parseFrom(metric).asMap().size();
                    }
                }
            }
            return count;
        };
    }
}
