// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One reading of a host, in the order of the contract {@code Host}.
 *
 * @param cpuLoad share of all processors' time that was busy since the last row, %
 * @param memoryUsed share of physical memory that is not available to a new program, %
 * @param diskReadRate bytes/s from all physical disks
 * @param diskWriteRate bytes/s to all physical disks
 * @param networkReceiveRate bytes/s in over all interfaces but the loopback
 * @param networkTransmitRate bytes/s out, same
 * @param cpuFrequency mean over the processors, MHz; {@code NaN} where the host does not say
 * @param temperature of the processor, °C; {@code NaN} where the host does not say
 */
record HostRow(
        double cpuLoad,
        double memoryUsed,
        double diskReadRate,
        double diskWriteRate,
        double networkReceiveRate,
        double networkTransmitRate,
        double cpuFrequency,
        double temperature) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** NGSI-LD key-values JSON in UTF-8; what the host does not say is left out. */
    byte[] encode(String device, Instant time) {
        StringBuilder json = new StringBuilder(400);
        json.append("{\"id\":\"urn:ngsi-ld:Host:").append(device).append("\",\"type\":\"Host\"");
        json.append(",\"dateObserved\":\"").append(TIME.format(time)).append('"');
        append(json, "cpuLoad", cpuLoad);
        append(json, "memoryUsed", memoryUsed);
        append(json, "diskReadRate", diskReadRate);
        append(json, "diskWriteRate", diskWriteRate);
        append(json, "networkReceiveRate", networkReceiveRate);
        append(json, "networkTransmitRate", networkTransmitRate);
        append(json, "cpuFrequency", cpuFrequency);
        append(json, "temperature", temperature);
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder json, String key, double value) {
        if (!Double.isNaN(value)) {
            BigDecimal decimal = BigDecimal.valueOf(StrictMath.round(value * 100), 2);
            json.append(",\"").append(key).append("\":").append(decimal.toPlainString());
        }
    }
}
