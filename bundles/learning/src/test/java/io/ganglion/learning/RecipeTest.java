// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecipeTest {

    @Test
    void anUnknownKey_isNamed() {
        assertThatThrownBy(() -> Fleet.recipe("learning_rate: 3\n")).hasMessageContaining("learning_rate");
    }

    @Test
    void aValueOutOfRange_isNamedWithItsValue() {
        assertThatThrownBy(() -> Fleet.recipe("driftQuantile: 1.5\n")).hasMessageContaining("driftQuantile=1.5");
    }

    @Test
    void anInputWithoutTransform_staysAsItIs() {
        assertThat(Fleet.recipe("").inputs().get(0).transformed(-3)).isEqualTo(-3);
    }
}
