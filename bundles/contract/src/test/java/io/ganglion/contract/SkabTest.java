// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real test bed's rows go straight in. */
class SkabTest {
    @Test
    void everyRow_isAPumpReading() throws IOException {
        Path skab = Path.of(System.getProperty("ganglion.shared", "none"), "data", "skab");
        assumeThat(skab).as("the shared data, see the property ganglion.shared").isDirectory();
        CompiledContract pump = Bodies.pump();
        ShapeDecoder decoder = new ShapeDecoder(pump, 32, ShapeDecoder.BUDGET);
        int rows = 0;
        try (Stream<Path> files = Files.walk(skab)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
                List<String> lines = Files.readAllLines(file);
                for (String line : lines.subList(1, lines.size())) {
                    check(decoder, pump.contract, line.split(";"));
                    rows++;
                }
            }
        }
        assertThat(rows).isGreaterThan(20_000);
    }

    private static void check(ShapeDecoder decoder, Contract contract, String[] cells) {
        StringBuilder body = new StringBuilder(
                        "{\"id\":\"urn:ngsi-ld:Pump:pump-7\",\"type\":\"Pump\",\"dateObserved\":\"")
                .append(cells[0].replace(' ', 'T'))
                .append("Z\"");
        for (int i = 0; i < 8; i++) {
            body.append(",\"")
                    .append(contract.attributes().get(i).name())
                    .append("\":")
                    .append(cells[i + 1]);
        }
        var verdict = decoder.decode(Bodies.payload(body.append('}').toString()));
        assertThat(verdict).isInstanceOf(Observation.class);
        for (int i = 0; i < 8; i++) {
            assertThat(((Observation) verdict).values()[i]).isEqualTo(Double.parseDouble(cells[i + 1]));
        }
    }
}
