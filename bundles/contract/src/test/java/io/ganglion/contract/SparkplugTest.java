// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.time.Instant;
import java.util.Date;
import org.eclipse.tahu.message.model.DataSet.DataSetBuilder;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.PropertyDataType;
import org.eclipse.tahu.message.model.PropertySet.PropertySetBuilder;
import org.eclipse.tahu.message.model.PropertyValue;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.junit.jupiter.api.Test;

/** Sparkplug B as Eclipse Tahu writes it. */
class SparkplugTest {
    private static final String TYPE = "application/x-sparkplug-b";

    private final Decoder decoder = Speech.decoder(Bodies.pump());

    private Verdict say(byte[] body) {
        return decoder.decode(Speech.payload(TYPE, body));
    }

    private static byte[] data(double current) {
        return Speech.bytes(
                Speech.sparkplug().addMetric(Speech.metric(new MetricBuilder(3L, MetricDataType.Double, current))));
    }

    private static void refused(Verdict verdict, Reason reason, String path) {
        assertThat(verdict).isInstanceOf(Rejection.class);
        assertThat(((Rejection) verdict).reason()).as(verdict.toString()).isEqualTo(reason);
        assertThat(((Rejection) verdict).path()).as(verdict.toString()).isEqualTo(path);
    }

    @Test
    void aliasWithoutBirth_isRefused_andSaysWhatToDo() {
        Verdict verdict = say(data(1.5));
        refused(verdict, Reason.NO_BIRTH, "metrics[0]");
        assertThat(((Rejection) verdict).message())
                .isEqualTo("alias 3 is unknown, no birth of pump-7 told it: send a rebirth");
    }

    @Test
    void dataAfterBirth_saysOnlyWhatChanged_andTheRowIsWhole() {
        assertThat(say(Speech.sparkplugBirth())).isInstanceOf(Observation.class);
        Observation first = (Observation) say(data(1.5));
        assertThat(first.values()).containsExactly(0.0265878, 0.0401113, 1.5, -0.054711, 79.3366, 26.0199, 233.062, 32);
        Observation second = (Observation) say(Speech.bytes(
                Speech.sparkplug().addMetric(Speech.metric(new MetricBuilder(8L, MetricDataType.Double, 31.0)))));
        assertThat(second.values())
                .containsExactly(0.0265878, 0.0401113, 1.5, -0.054711, 79.3366, 26.0199, 233.062, 31);
    }

    @Test
    void birthOfOneDevice_isNotThatOfAnother() {
        say(Speech.sparkplugBirth());
        Payload other = new Payload("test", "Pump", "pump-8", "t", TYPE, data(1.5), Bodies.NOW);
        refused(decoder.decode(other), Reason.NO_BIRTH, "metrics[0]");
    }

    @Test
    void refusedBirth_stillTellsItsAliases_butABrokenOneDoesNot() {
        byte[] birth = Speech.sparkplugBirth();
        byte[] broken = java.util.Arrays.copyOf(birth, birth.length - 3);
        refused(say(broken), Reason.TRUNCATED, "metrics[7]");
        refused(say(data(1.5)), Reason.NO_BIRTH, "metrics[0]");
        say(birth);
        refused(say(data(500)), Reason.OUT_OF_RANGE, "metrics[0]");
        assertThat(say(data(1.5))).isInstanceOf(Observation.class);
    }

    @Test
    void rebirth_replacesTheNames() {
        say(Speech.sparkplugBirth());
        say(Speech.bytes(Speech.sparkplug()
                .addMetric(Speech.metric(new MetricBuilder("Flow", MetricDataType.Double, 1.0).alias(3L)))));
        refused(say(data(2)), Reason.MISSING_ATTRIBUTE, "/vibrationX");
    }

    @Test
    void contractThatIsExchanged_forgetsNoBirth() {
        ServedContracts contracts = new ServedContracts(Settings.DEFAULT, System::nanoTime);
        contracts.serve(1, "test", Bodies.pump());
        Decoder own = contracts.newDecoder();
        own.decode(Speech.payload(TYPE, Speech.sparkplugBirth()));
        contracts.serve(2, "test", Bodies.compile("Pump", "1.1.0", Bodies.PUMP.resolve("contract")));
        Observation row = (Observation) own.decode(Speech.payload(TYPE, data(1.5)));
        assertThat(row.contract().reference()).isEqualTo("Pump@1.1.0");
    }

    @Test
    void nullBadQualityDatasetAndUnset_areNoValues_andSaySo() throws Exception {
        expectAbsent(new MetricBuilder("Flow", MetricDataType.Double, null), "is_null is set");
        expectAbsent(
                new MetricBuilder("Flow", MetricDataType.Double, 32.0)
                        .properties(new PropertySetBuilder()
                                .addProperty("Quality", new PropertyValue(PropertyDataType.Int32, 0))
                                .createPropertySet()),
                "its quality is 0, good is 192");
        expectAbsent(
                new MetricBuilder("Flow", MetricDataType.DataSet, new DataSetBuilder(0).createDataSet()),
                "it is a dataset");
    }

    private void expectAbsent(MetricBuilder flow, String why) {
        SparkplugBPayloadBuilder birth = Speech.sparkplug();
        for (int i = 0; i < 7; i++) {
            birth.addMetric(
                    Speech.metric(new MetricBuilder(Speech.SPARKPLUG[i], MetricDataType.Double, Speech.VALUES[i])));
        }
        Verdict verdict = say(Speech.bytes(birth.addMetric(Speech.metric(flow))));
        refused(verdict, Reason.MISSING_ATTRIBUTE, "metrics[7]");
        assertThat(((Rejection) verdict).message()).contains(why);
    }

    @Test
    void engineeringUnit_isConverted() throws Exception {
        SparkplugBPayloadBuilder birth = Speech.sparkplug();
        for (int i = 0; i < 8; i++) {
            MetricBuilder metric = new MetricBuilder(
                            Speech.SPARKPLUG[i], MetricDataType.Double, i == 2 ? 1330.2 : Speech.VALUES[i])
                    .alias((long) i + 1);
            if (i == 2) {
                metric.properties(new PropertySetBuilder()
                        .addProperty("engUnit", new PropertyValue(PropertyDataType.String, "mA"))
                        .createPropertySet());
            }
            birth.addMetric(Speech.metric(metric));
        }
        assertThat(((Observation) say(Speech.bytes(birth))).values()[2]).isEqualTo(1.3302);
        assertThat(((Observation) say(data(1500))).values()[2]).isEqualTo(1.5);
    }

    @Test
    void integersOfEveryWidth_keepTheirSign() {
        Object[][] cases = {
            {MetricDataType.Int8, (byte) -5, -5.0},
            {MetricDataType.Int16, (short) -5, -5.0},
            {MetricDataType.Int32, -5, -5.0},
            {MetricDataType.Int64, -5L, -5.0},
            {MetricDataType.UInt8, (short) 200, 200.0},
            {MetricDataType.UInt16, 60_000, 60_000.0},
            {MetricDataType.UInt32, 4_000_000_000L, 4e9},
            {MetricDataType.UInt64, new java.math.BigInteger("18000000000000000000"), 1.8e19},
            {MetricDataType.Float, 1.5f, 1.5},
        };
        for (Object[] one : cases) {
            Ledger ledger = new Ledger();
            byte[] body = Speech.bytes(Speech.sparkplug()
                    .addMetric(Speech.metric(new MetricBuilder("x", (MetricDataType) one[0], one[1]))));
            try {
                new SparkplugB().read(Speech.payload(TYPE, body), ledger);
            } catch (io.ganglion.api.contract.Codec.Malformed e) {
                throw new AssertionError(e);
            }
            assertThat(ledger.number[0]).as(one[0].toString()).isEqualTo((double) one[2]);
        }
    }

    @Test
    void historicalMetrics_areRowsOfTheirOwnTime() throws Exception {
        SparkplugBPayloadBuilder flush = Speech.sparkplug();
        for (int second = 0; second < 3; second++) {
            for (int i = 0; i < 8; i++) {
                flush.addMetric(new MetricBuilder(Speech.SPARKPLUG[i], MetricDataType.Double, Speech.VALUES[i])
                        .isHistorical(true)
                        .timestamp(
                                Date.from(Instant.parse("2026-11-22T14:00:00Z").plusSeconds(second)))
                        .createMetric());
            }
        }
        assertThat(((Observations) say(Speech.bytes(flush))).rows()).hasSize(3);
    }

    @Test
    void births_areBounded_andTheOldestGoesFirst() {
        Births births = new Births(10_000);
        for (int i = 0; i < 1_000; i++) {
            Births.Birth birth = new Births.Birth();
            birth.byName.put("m", new Births.Metric("m", 10, ""));
            births.put("d" + i, birth);
        }
        assertThat(births.size()).isBetween(5, 50);
        assertThat(births.of("d0")).isNull();
        assertThat(births.of("d999")).isNotNull();
    }
}
