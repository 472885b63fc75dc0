// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/** {@code bench/run validate}: from bytes to a validated row. */
public final class Validate implements Benchmark {
    private static final double AIM_FULL = 0.7;
    private static final double AIM_REPEATED = 3;
    private static final double AIM_NETWORKNT = 15;

    private static final long COMPILER_AT_REST_MS = 300;
    private static final int WARM_UP_LIMIT = 5;

    private final Path contract = Path.of(System.getProperty("ganglion.root", "."), "models/pump/target/classes");

    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String about() {
        return "decode and validate one document, beside Jackson's tokens alone and networknt";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        System.out.printf(
                "key-values %d bytes, normalised %d bytes%n",
                ValidateDocuments.keyValues(false)[0].body().length,
                ValidateDocuments.normalised(false)[0].body().length);
        warmUp();
        Map<String, Contest.Score> scores = contest(quick).run();
        System.out.printf("%-28s %16s %10s %10s%n", "contender", "per CPU-second", "ns each", "bytes each");
        scores.forEach((name, score) -> System.out.printf(
                "%-28s %,16.0f %,10.0f %,10.0f%n",
                name, score.perCpuSecond(), 1e9 / score.perCpuSecond(), score.bytes()));
        Map<String, Double> figures = new LinkedHashMap<>();
        scores.forEach((name, score) -> figures.put(name, score.perCpuSecond()));
        double ours = figures.remove("ours_repeated_shape");
        figures.put("ours_repeated_bytes", scores.get("ours_repeated_shape").bytes());
        double tokens = figures.get("jackson_tokens");
        System.out.printf(
                "new shape %.2f of tokens (aim %.1f); repeated shape %.1f times tokens (aim %.0f), %.1f times networknt (aim %.0f)%n",
                figures.get("ours_new_shape") / tokens,
                AIM_FULL,
                ours / tokens,
                AIM_REPEATED,
                ours / figures.get("networknt"),
                AIM_NETWORKNT);
        boolean holds = figures.get("ours_new_shape") >= AIM_FULL * tokens
                && ours >= AIM_REPEATED * tokens
                && ours >= AIM_NETWORKNT * figures.get("networknt");
        return new Figures("documents per CPU-second", ours, figures, holds);
    }

    /** Until the compiler has come to rest: with other processes about, it lags behind the warm-up of a contest. */
    private void warmUp() throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long before;
        int round = 0;
        do {
            before = compiler.getTotalCompilationTime();
            contest(true).run();
        } while (compiler.getTotalCompilationTime() - before > COMPILER_AT_REST_MS && ++round < WARM_UP_LIMIT);
    }

    private Contest contest(boolean quick) throws Exception {
        Payload[] repeated = ValidateDocuments.keyValues(false);
        Payload[] fresh = ValidateDocuments.keyValues(true);
        Payload[] repeatedNormalised = ValidateDocuments.normalised(false);
        Payload[] freshNormalised = ValidateDocuments.normalised(true);
        return new Contest(quick)
                .add("jackson_tokens", tokens(repeated))
                .add("networknt", networknt(repeated))
                .add("ours_new_shape", ours(fresh))
                .add("ours_repeated_shape", ours(repeated))
                .add("jackson_tokens_normalised", tokens(repeatedNormalised))
                .add("ours_new_normalised", ours(freshNormalised))
                .add("ours_repeated_normalised", ours(repeatedNormalised));
    }

    private static Contest.Work tokens(Payload[] payloads) {
        JsonFactory factory = new JsonFactory();
        return times -> {
            long count = 0;
            for (int i = 0; i < times; i++) {
                try (JsonParser parser = factory.createParser(payloads[i % payloads.length].body())) {
                    while (parser.nextToken() != null) {
                        count++;
                    }
                }
            }
            return count;
        };
    }

    private Contest.Work networknt(Payload[] payloads) throws Exception {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .failFast(true)
                .locale(Locale.ROOT)
                .build();
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(contract.resolve("contract/schema.json")), config);
        ObjectMapper mapper = new ObjectMapper();
        return times -> {
            long count = 0;
            for (int i = 0; i < times; i++) {
                count += schema.validate(mapper.readTree(payloads[i % payloads.length].body()))
                        .size();
            }
            return requireNone(count);
        };
    }

    private static double requireNone(long refused) {
        if (refused > 0) {
            throw new IllegalStateException("the documents are good, yet refused: " + refused);
        }
        return 0;
    }

    private Contest.Work ours(Payload[] payloads) {
        Decoder decoder = ServiceLoader.load(ContractCompiler.class)
                .findFirst()
                .orElseThrow()
                .compile(contract);
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
}
