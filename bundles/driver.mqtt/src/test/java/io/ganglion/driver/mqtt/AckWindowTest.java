// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.flow.Acknowledgement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckWindowTest {
    private final List<Integer> sent = new ArrayList<>();
    private final AckWindow window = new AckWindow(sent::add);

    @Test
    void acknowledgementsLeaveInTheOrderOfArrival() {
        Acknowledgement first = window.open(1);
        Acknowledgement second = window.open(2);
        Acknowledgement third = window.open(3);

        third.done();
        second.done();
        assertThat(sent).isEmpty();
        first.done();

        assertThat(sent).containsExactly(1, 2, 3);
        assertThat(window.size()).isZero();
    }

    @Test
    void anAnswerAfterTheSessionsEndIsDropped() {
        Acknowledgement late = window.open(7);

        window.close();
        late.done();

        assertThat(sent).isEmpty();
    }
}
