// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

    @TempDir
    static Path folder;

    private static Plant plant;
    private static int clients;

    @BeforeAll
    static void start() throws Exception {
        plant = new Plant(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        plant.close();
    }

    @ParameterizedTest
    @CsvSource({
        "pump-7, ganglion/plant1/insight/Pump/pump-7",
        "pump-7, ganglion/plant1/insight/+/pump-7",
        "pump-7, ganglion/plant1/quarantine/+/pump-7",
        "pump-7, ganglion/plant1/command/+/pump-7",
        "pump-7, $share/g/ganglion/plant1/insight/+/pump-7",
        "reader, ganglion/plant1/#",
        "reader, #",
        "reader, +/+/+/Pump/#",
        "reader, ganglion/plant1/+/Pump/+",
        "reader, $share/g/ganglion/plant1/telemetry/#",
        "gateway, ganglion/plant1/insight/#",
        "gateway, ganglion/plant1/quarantine/+/pump-8",
    })
    void maySubscribe(String user, String filter) throws Exception {
        assertThat(granted(user, filter)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "pump-7, #",
        "pump-7, +/+/+/+/+",
        "pump-7, ganglion/#",
        "pump-7, ganglion/plant1/#",
        "pump-7, ganglion/plant1/insight/#",
        "pump-7, ganglion/plant1/insight/+/+",
        "pump-7, ganglion/plant1/insight/+/pump-8",
        "pump-7, ganglion/plant1/+/+/pump-7",
        "pump-7, ganglion/plant1/insight/+/pump-7/#",
        "pump-7, ganglion/plant1/telemetry/+/pump-7",
        "pump-7, ganglion/plant1/insight/+/pump-8::pump-7",
        "pump-7, ganglion/plant1/insight/+/pump-8::/pump-7",
        "pump-7, ganglion.plant1.insight.*.pump-7",
        "pump-7, ganglion/plant1/insight/*/pump-8",
        "pump-7, ganglion/plant1/insight/+/>",
        "pump-7, $share/g/ganglion/plant1/#",
        "pump-7, $share/g/$share/h/ganglion/plant1/insight/+/pump-7",
        "pump-7, $share/pump-8|c/ganglion/plant1/insight/+/pump-7",
        "pump-7, $share/ganglion",
        "reader, +",
        "reader, +/+",
        "reader, ganglion/plant2/#",
        "reader, $SYS/#",
        "reader, $sys.mqtt.retain.ganglion/plant1/#",
        "reader, activemq.notifications",
        "reader, ganglion/plant1/insight/Pump/p::q",
        "gateway, ganglion/plant1/telemetry/#",
        "gateway, ganglion/plant1/+/Pump/p1",
    })
    void mayNotSubscribe(String user, String filter) throws Exception {
        assertThat(granted(user, filter)).isEqualTo(0x80);
    }

    private int granted(String user, String filter) throws MqttException {
        IMqttToken token = plant.connect(user, "c" + ++clients, true).subscribe(filter, 1);
        try {
            token.waitForCompletion(10_000);
        } catch (MqttException refused) {
            assertThat(refused.getReasonCode()).isEqualTo(0x80);
        }
        return token.getGrantedQos()[0];
    }
}
