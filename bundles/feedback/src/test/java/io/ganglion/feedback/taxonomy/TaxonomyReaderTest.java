// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.taxonomy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ganglion.api.maintenance.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaxonomyReaderTest {
    @ParameterizedTest
    @CsvSource({"Pump,pump", "Host,host"})
    void whatOurContractsBring_isRead_andEachSystemsCodesLeadBack(String contract, String folder) throws IOException {
        Path file = Path.of("../../models", folder, "src/main/resources/contract/taxonomy.json");
        Taxonomy taxonomy = TaxonomyReader.read(contract, Files.readAllBytes(file));

        assertThat(taxonomy.causes()).hasSizeGreaterThan(8).allSatisfy(cause -> {
            for (String system : new String[] {"redmine", "sap", "maximo"}) {
                assertThat(taxonomy.named(system, cause.codes().get(system))).contains(cause);
            }
        });
        assertThat(taxonomy.find("no-fault")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"causes\":[]}",
                "{\"causes\":[{\"code\":\"Bearing\",\"title\":\"t\"}]}",
                "{\"causes\":[{\"code\":7,\"title\":\"t\"}]}",
                "{\"causes\":{}}",
                "{\"causes\":[[[[[[[[[[[[]]]]]]]]]]]]}"
            })
    void whatIsNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TaxonomyReader.read("Pump", text.getBytes(UTF_8)));
    }

    @Test
    void oneThatIsTooLong_isNotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaxonomyReader.read("Pump", new byte[TaxonomyReader.LIMIT + 1]))
                .withMessageContaining("at most");
    }
}
