// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class QueryLanguageTest {

    private static final Terms CORE = new PinnedContexts().core().terms();
    private static final Contract CONTRACT = new Contract(
            "Pump",
            Version.valueOf("1.0.0"),
            "Pump",
            List.of(attribute("flow", "L2"), attribute("motorCurrent", "AMP"), attribute("spare", "C62")),
            List.of("operator"),
            Duration.ZERO);
    /** 2026-11-22T15:00:00Z. */
    private static final long TIME = 1_795_359_600_000_000_000L;

    private static final Reading READING = new Reading(
            "urn:ngsi-ld:Pump:pump-7",
            Shape.of(CONTRACT, new PinnedContexts()),
            TIME,
            TIME,
            new double[] {32, 1.5, Double.NaN},
            List.of("Alice"));

    private static Attribute attribute(String name, String unit) {
        return new Attribute(name, unit, "", 0, 1_000, false, List.of());
    }

    private static boolean holds(String q) {
        return QueryLanguage.read(q, CORE).holds(READING, new Effort(10_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flow==32",
                "flow>31;motorCurrent<=1.5",
                "flow<1|motorCurrent<2",
                "flow<1|flow>1;motorCurrent<2",
                "(flow<1|flow>1);!spare",
                "flow==30..40",
                "flow==1,2,32",
                "flow!=1..3",
                "operator==\"Alice\"",
                "operator==Alice,Bob",
                "operator~=^Ali",
                "operator~=\"(Alice|Bob)\";flow>1",
                "operator!~=Bob",
                "dateObserved==2026-11-22T15:00:00Z",
                "dateObserved>2026-11-22T14:00:00Z;dateObserved<2026-11-22T17:00:00+01:00",
                "flow.observedAt>=2026-11-22T15:00:00Z",
                "flow.unitCode==\"L2\"",
                "https://uri.etsi.org/ngsi-ld/default-context/flow>31",
                "flow",
            })
    void aConditionThatFits_holds(String q) {
        assertThat(holds(q)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flow==31",
                "flow>31;motorCurrent>2",
                "spare",
                "spare!=1",
                "spare<1",
                "!flow",
                "flow==\"32\"",
                "flow~=3",
                "nothing>1",
                "dateObserved<2026-11-22T15:00:00Z",
            })
    void aConditionThatDoesNotFit_orAsksForWhatIsNotThere_doesNotHold(String q) {
        assertThat(holds(q)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "flow>",
                "flow==",
                "(flow>1",
                "flow>1)",
                "flow>1;",
                "|flow",
                "flow==1..",
                "flow~=",
                "flow~=(",
                "operator==\"Alice",
                ">1",
                "flow>2026-13-45T00:00:00Z",
                "flow[a]>1",
                "flow>1 flow>2;;",
            })
    void nonsense_isRefusedWithItsPlace(String q) {
        assertThatThrownBy(() -> holds(q))
                .isInstanceOf(Problem.class)
                .extracting(Throwable::getMessage)
                .isNotNull();
    }

    @Test
    void deepNestingIsRefused_beforeItsDepthCostsAnything() {
        String q = "(".repeat(1_000) + "flow" + ")".repeat(1_000);
        assertThat(catchThrowableOfType(Problem.class, () -> holds(q)).kind())
                .isEqualTo(Problem.Kind.TOO_COMPLEX_QUERY);
    }

    @Test
    void manyConditionsAndLongTextsAreRefused() {
        assertThatThrownBy(() -> holds("flow;".repeat(100) + "flow")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> holds("flow>1;" + "x".repeat(5_000))).hasMessageContaining("2048");
    }

    @Test
    void aPatternThatBacktracksForEver_isEndedByItsEffort() {
        SafePattern evil = SafePattern.of("^(.*a){30}b$");
        Problem problem =
                catchThrowableOfType(Problem.class, () -> evil.finds("a".repeat(60) + "!", new Effort(100_000)));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_COMPLEX_QUERY);
        assertThatThrownBy(() -> SafePattern.of("(".repeat(300))).isInstanceOf(Problem.class);
        assertThat(SafePattern.of("(a|b)*c").finds("ab".repeat(500), new Effort(10_000_000)))
                .isFalse();
    }
}
