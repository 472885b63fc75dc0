// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MajorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(&(contract=Pump)(version>=1.0)(!(version>=2)))     | 1",
                "(&(contract=Pump)(version>=1.2)(!(version>=2.0.0))) | 1",
                "(&(contract=Pump)(!(version>=3))(version>=1))       | 1-2",
                "(&(contract=Pump)(version>=1)(!(version>=2.1)))     | 1-2",
                "(&(contract=Pump)(version>=2)(version<=2.9))        | 2",
                "(&(contract=Pump)(version>=1.0))                    | 1",
                "(&(contract=Pump)(!(version>=2)))                   | 0-1",
                "(contract=Pump)                                     | any",
            })
    void filter_saysWhichMajorsAModelReads(String filter, String majors) {
        assertThat(Majors.of(filter)).hasToString(majors);
    }
}
