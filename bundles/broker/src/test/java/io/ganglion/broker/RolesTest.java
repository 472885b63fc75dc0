// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder);
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    @ParameterizedTest
    @CsvSource({"pump-7, wrong", "nobody, " + Plant.PASSWORD, "pump-8, ''", "ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!"})
    void strangersAreRefused(String user, String password) throws Exception {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        options.setPassword(password.toCharArray());
        assertRefused(options);
        assertThat(plant.broker.meters().failedLogins.sum()).isEqualTo(1);
    }

    @Test
    void nobodyIsAnonymous() throws Exception {
        assertRefused(new MqttConnectOptions());
    }

    private void assertRefused(MqttConnectOptions options) throws MqttException {
        // Else Paho tries once more with MQTT 3.1.
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        IMqttToken token = plant.client("stranger").connect(options);
        assertThatThrownBy(() -> token.waitForCompletion(10_000)).isInstanceOf(MqttException.class);
    }

    @Test
    void passwordThatOthersCanRead_letsNobodyIn() throws Exception {
        Files.setPosixFilePermissions(plant.credentials(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(plant.broker.isLocked()).isTrue();
        assertThat(plant.broker.loginTrouble()).contains("chmod 600");
        assertRefused(Plant.options("pump-7", true));
    }

    @Test
    void newLoginWorksAtOnce_andARemovedOneNoLonger() throws Exception {
        plant.write("pump-9:device:" + Plant.PASSWORD);
        plant.connect("pump-9");
        assertRefused(Plant.options("pump-7", true));
    }

    @Test
    void guesserWaits_andTheRightUserElsewhereDoesNot() throws Exception {
        MqttConnectOptions wrong = Plant.options("pump-7", true);
        wrong.setPassword("wrong".toCharArray());
        for (int i = 0; i < 5; i++) {
            assertRefused(wrong);
        }
        assertRefused(Plant.options("pump-7", true));
        plant.connect("pump-8");
    }

    @ParameterizedTest
    @CsvSource({
        "pump-7, ganglion/plant1/telemetry/Pump/pump-7",
        "pump-7, ganglion/plant1/telemetry/Other/pump-7",
        "gateway, ganglion/plant1/telemetry/Pump/pump-8",
        "gateway, ganglion/plant1/telemetry/Pump/a.b>c*d",
        "gateway, ganglion/plant1/telemetry/Pump/urn:ngsi-ld:Pump:p1",
    })
    void mayPublish(String user, String topic) throws Exception {
        plant.connect(user).publish(topic, new byte[1], 1, false).waitForCompletion(10_000);
        assertThat(plant.door.payloads).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "pump-7, ganglion/plant1/telemetry/Pump/pump-8",
        "pump-7, ganglion/plant1/telemetry/Pump/pump-7/x",
        "pump-7, ganglion/plant1/telemetry/pump-7",
        "pump-7, ganglion/plant2/telemetry/Pump/pump-7",
        "pump-7, ganglion/plant1/insight/Pump/pump-7",
        "pump-7, ganglion/plant1/command/Pump/pump-7",
        "pump-7, ganglion/plant1/telemetry/Pump/pump-8::x.pump-7",
        "pump-7, ganglion.plant1.telemetry.Pump.pump-7",
        "pump-7, pump-7",
        "pump-7, activemq.management",
        "pump-7, $sys.mqtt.sessions",
        "pump-7, $SYS/broker",
        "pump-7, $share/g/ganglion/plant1/telemetry/Pump/pump-7",
        "reader, ganglion/plant1/telemetry/Pump/pump-7",
        "reader, ganglion/plant1/telemetry/Pump/reader",
        "gateway, ganglion/plant1/insight/Pump/pump-7",
        "gateway, ganglion/plant1/telemetry/Pump/a::b",
        "gateway, ganglion/plant1/telemetry/Pump/a\\b",
    })
    void mayNotPublish_andLosesTheConnection(String user, String topic) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("reader", "r", true)
                .subscribe("ganglion/plant1/#", 1, (t, m) -> seen.add(t))
                .waitForCompletion(10_000);
        MqttAsyncClient client = plant.connect(user);
        client.publish(topic, new byte[1], 1, false);
        await().until(() -> !client.isConnected());
        assertThat(plant.door.payloads).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void refusedFilterAmongAllowedOnesKeepsItsPlace() throws Exception {
        IMqttToken token = plant.connect("pump-7")
                .subscribe(
                        new String[] {"ganglion/plant1/insight/+/pump-7", "#", "ganglion/plant1/command/+/pump-7"},
                        new int[] {1, 1, 0});
        token.waitForCompletion(10_000);
        assertThat(token.getGrantedQos()).containsExactly(1, 0x80, 0);
    }

    @Test
    void readerOfEverythingSeesTheSite_untilItUnsubscribes() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        MqttAsyncClient reader = plant.connect("reader");
        reader.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                seen.add(topic);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        reader.subscribe("#", 1).waitForCompletion(10_000);
        assertThat(plant.outlet().publish("ganglion/plant1/insight/Pump/pump-7", new byte[1], false))
                .isTrue();
        await().until(() -> seen.equals(List.of("ganglion/plant1/insight/Pump/pump-7")));
        reader.unsubscribe("#").waitForCompletion(10_000);
        reader.subscribe("ganglion/plant1/status/+", 1).waitForCompletion(10_000);
        plant.outlet().publish("ganglion/plant1/insight/Pump/pump-7", new byte[1], false);
        plant.outlet().publish("ganglion/plant1/status/node", new byte[1], false);
        await().until(() -> seen.contains("ganglion/plant1/status/node"));
        assertThat(seen).hasSize(2);
    }

    @Test
    void deviceSeesItsOwnMessagesOnly() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("pump-7")
                .subscribe("ganglion/plant1/insight/+/pump-7", 1, (topic, message) -> seen.add(topic))
                .waitForCompletion(10_000);
        for (String device : List.of("pump-8", "pump-7.x", "pump*7", "pump-7")) {
            assertThat(plant.outlet().publish("ganglion/plant1/insight/Pump/" + device, new byte[1], false))
                    .isTrue();
        }
        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("ganglion/plant1/insight/Pump/pump-7");
    }

    @Test
    void anotherUserWithTheSameClientIdTakesNothingOver() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        MqttAsyncClient pump = plant.connect("pump-7", "shared-name", false);
        pump.subscribe("ganglion/plant1/insight/+/pump-7", 1).waitForCompletion(10_000);
        MqttAsyncClient thief = plant.client("shared-name");
        thief.setCallback(new Silent() {
            @Override
            public void messageArrived(String topic, org.eclipse.paho.client.mqttv3.MqttMessage message) {
                seen.add(topic);
            }
        });
        var options = Plant.options("pump-8", false);
        assertThat(session(thief, options)).isFalse();
        assertThat(pump.isConnected()).isTrue();
        pump.publish("ganglion/plant1/telemetry/Pump/pump-7", "still me".getBytes(UTF_8), 1, false)
                .waitForCompletion(10_000);
        assertThat(seen).isEmpty();
    }

    private static boolean session(MqttAsyncClient client, MqttConnectOptions options) throws MqttException {
        IMqttToken token = client.connect(options);
        token.waitForCompletion(10_000);
        return token.getSessionPresent();
    }

    @Test
    void sameUserWithTheSameClientIdTakesItsSessionOver() throws Exception {
        MqttAsyncClient first = plant.connect("pump-7", "c", true);
        plant.connect("pump-7", "c", true);
        await().until(() -> !first.isConnected());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ganglion/plant1/telemetry/Pump/pump-8", "ganglion/plant1/status/node", "activemq.management"})
    void willToAForeignTopicIsRefusedAtLogin(String topic) throws Exception {
        MqttConnectOptions options = Plant.options("pump-7", true);
        options.setWill(topic, new byte[1], 1, true);
        assertRefused(options);
    }

    @Test
    void willToTheOwnTopicIsPublished_whenTheConnectionBreaks() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("reader")
                .subscribe("ganglion/plant1/telemetry/#", 1, (t, m) -> seen.add(t + " " + m))
                .waitForCompletion(10_000);
        MqttConnectOptions options = Plant.options("pump-7", true);
        options.setWill("ganglion/plant1/telemetry/Pump/pump-7", "gone".getBytes(UTF_8), 1, false);
        MqttAsyncClient pump = plant.client("w");
        pump.connect(options).waitForCompletion(10_000);
        pump.disconnectForcibly(0, 0, false);

        await().until(() -> seen.equals(List.of("ganglion/plant1/telemetry/Pump/pump-7 gone")));
    }
}
