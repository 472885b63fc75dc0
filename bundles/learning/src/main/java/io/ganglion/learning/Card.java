// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ganglion.api.contract.Reason;
import java.util.List;
import java.util.Map;

/**
 * Where a model comes from and what it is worth: {@code model/card.json}. No clock reads into it, so the same recipe on
 * the same platform gives the same bytes.
 *
 * @param retraining how it came to be made anew; absent for one that the build made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"model", "version", "contract"})
record Card(
        String model,
        String version,
        String contract,
        String intendedUse,
        List<String> limits,
        Origin origin,
        Platform platform,
        Metrics metrics,
        Retraining retraining) {

    /** As node and trainer write it. */
    static ObjectMapper json() {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    }

    /**
     * Why and from what a candidate was made on a node.
     *
     * @param parent the champion of that time, {@code NAME@VERSION}
     * @param warmFrom SHA-256 over the parent's network that it began with; empty where it began from scratch
     * @param trigger why it was made
     * @param by who asked
     * @param evidence figures that made the trigger fire
     * @param window what was taken from the history
     * @param labels how many labels of each finding spoke of a row that was taken, or left out for it
     * @param limits what the trainer was held to
     * @param candidate its figures on held-out time
     * @param champion the parent's figures on the same rows by the same code
     */
    record Retraining(
            String parent,
            String warmFrom,
            String trigger,
            String by,
            Map<String, String> evidence,
            Map<String, String> window,
            Map<String, Integer> labels,
            Map<String, Long> limits,
            Contest.Figures candidate,
            Contest.Figures champion) {}

    /**
     * @param data SHA-256 over all payload bytes that it was trained on
     * @param recipe SHA-256 over recipe.yaml
     * @param parameters SHA-256 over the network's archive
     * @param seed of weights and order
     * @param trainer name and version
     * @param rows accepted
     * @param rejected refused by the contract, by reason
     */
    record Origin(
            String data,
            String recipe,
            String parameters,
            long seed,
            String trainer,
            long rows,
            Map<Reason, Long> rejected) {}

    /** Same inputs give the same bits on the same platform; another processor may round otherwise. */
    record Platform(String os, String arch, String jvm, String dl4j, String backend) {
        String inWords() {
            return os + " " + arch + ", " + jvm + ", DL4J " + dl4j + " " + backend;
        }

        static Platform here(String backend) {
            return new Platform(
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.specification.version"),
                    Versions.of("org.deeplearning4j", "deeplearning4j-nn"),
                    backend);
        }
    }

    /**
     * @param windowsFit windows learned from
     * @param windowsLeftOut windows too far from what their device's commissioning covered to be learned from
     * @param epochs until training stopped
     * @param bestEpoch whose parameters were kept
     * @param errorFit mean squared reconstruction error, in deviations squared
     * @param errorHeldOut the same over rows later than those learned from
     * @param threshold for devices that are not commissioned
     * @param falseAlarmRate share of rows flagged in the last held-out part of healthy devices, after commissioning
     * @param falseAlarmRateMedianDevice the same of the median device
     * @param detections for each fault of the recipe
     */
    record Metrics(
            int windowsFit,
            int windowsLeftOut,
            int epochs,
            int bestEpoch,
            double errorFit,
            double errorHeldOut,
            double threshold,
            double falseAlarmRate,
            double falseAlarmRateMedianDevice,
            List<Detection> detections) {}

    /**
     * @param fault its name in the recipe
     * @param devices that had it
     * @param detected of them, at least one row flagged
     * @param recall share of the rows with the fault that were flagged
     * @param medianDelayRows from its onset to the first row flagged, of the devices detected; -1 where none was
     */
    record Detection(String fault, int devices, int detected, double recall, int medianDelayRows) {}
}
