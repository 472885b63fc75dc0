// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ganglion.ngsi.form.PinnedContexts.Scope;
import org.junit.jupiter.api.Test;

class PinnedContextsTest {

    private static final String URL = "https://plant.example/context.jsonld";
    private static final byte[] CONTEXT =
            """
            {"@context": {"plant": "https://plant.example/terms#", "Pumpe": "plant:Pump",
              "durchfluss": {"@id": "plant:flow"}, "id": "plant:mine"}}"""
                    .getBytes(UTF_8);

    private final PinnedContexts contexts = new PinnedContexts();

    @Test
    void withoutAContext_namesAreThoseOfTheCoreAndOfTheDefaultVocabulary() {
        Terms terms = contexts.core().terms();
        assertThat(terms.expand("observedAt")).isEqualTo("https://uri.etsi.org/ngsi-ld/observedAt");
        assertThat(terms.expand("flow")).isEqualTo("https://uri.etsi.org/ngsi-ld/default-context/flow");
        assertThat(terms.expand("https://a.example/b")).isEqualTo("https://a.example/b");
        assertThat(terms.compact("https://uri.etsi.org/ngsi-ld/default-context/flow"))
                .isEqualTo("flow");
        assertThat(terms.compact("https://a.example/b")).isEqualTo("https://a.example/b");
    }

    @Test
    void aPinnedContext_expandsAndCompacts_andTheCoreWins() {
        contexts.pin(URL, PinnedContexts.digest(CONTEXT), CONTEXT);
        Terms terms = contexts.of(URL).terms();
        assertThat(terms.expand("Pumpe")).isEqualTo("https://plant.example/terms#Pump");
        assertThat(terms.expand("durchfluss")).isEqualTo("https://plant.example/terms#flow");
        assertThat(terms.expand("plant:other")).isEqualTo("https://plant.example/terms#other");
        assertThat(terms.compact("https://plant.example/terms#flow")).isEqualTo("durchfluss");
        assertThat(terms.expand("value")).isEqualTo("https://uri.etsi.org/ngsi-ld/hasValue");
    }

    @Test
    void aContextThatWasChanged_isNotPinned() {
        byte[] changed = new String(CONTEXT, UTF_8).replace("flow", "float").getBytes(UTF_8);
        assertThatThrownBy(() -> contexts.pin(URL, PinnedContexts.digest(CONTEXT), changed))
                .hasMessageContaining("digest");
    }

    @Test
    void anUnknownAddressIsNotFetched_theProblemNamesThePins() {
        Problem problem = catchThrowableOfType(Problem.class, () -> contexts.of("https://elsewhere.example/c.jsonld"));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.LD_CONTEXT_NOT_AVAILABLE);
        assertThat(problem.getMessage()).contains("https://elsewhere.example/c.jsonld", PinnedContexts.CORE);
        assertThat(problem.body().path("type").asText())
                .isEqualTo("https://uri.etsi.org/ngsi-ld/errors/LdContextNotAvailable");
    }

    @Test
    void anArrayOfOneAddressAndTheCore_canBeSaidByALink() {
        contexts.pin(URL, PinnedContexts.digest(CONTEXT), CONTEXT);
        Scope scope = contexts.of(
                BoundedJson.read(("[\"" + URL + "\", \"https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld\"]")
                        .getBytes(UTF_8)));
        assertThat(scope.link()).contains(URL);
        assertThat(scope.json().toString()).isEqualTo("[\"" + URL + "\",\"" + PinnedContexts.CORE + "\"]");
    }

    @Test
    void aContextInTheBody_definesNames_butNotByItself() {
        Scope scope = contexts.of(BoundedJson.read("{\"f\": \"https://a.example/flow\"}".getBytes(UTF_8)));
        assertThat(scope.terms().expand("f")).isEqualTo("https://a.example/flow");
        assertThat(scope.link()).isEmpty();
        assertThatThrownBy(() -> contexts.of(BoundedJson.read("{\"a\": \"b:c\", \"b\": \"a:c\"}".getBytes(UTF_8))))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> contexts.of(BoundedJson.read("{\"@import\": \"https://a.example\"}".getBytes(UTF_8))))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> contexts.of(BoundedJson.read("[[{}]]".getBytes(UTF_8))))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> contexts.of(BoundedJson.read("17".getBytes(UTF_8))))
                .isInstanceOf(Problem.class);
    }
}
