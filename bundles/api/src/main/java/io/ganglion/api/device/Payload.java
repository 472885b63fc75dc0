// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import static java.util.Objects.requireNonNull;

/**
 * What a driver received, before anybody looked into it.
 *
 * @param driver the instance that received it, for example {@code mqtt-plant} or {@code broker}
 * @param contract the contract that the sender claims to keep, for example {@code Pump}
 * @param device the device's name at this site, 1 to {@value #NAME_LIMIT} characters without white space, control
 *     characters, {@code /}, {@code +} or {@code #}
 * @param topic where it came from in the driver's own terms (an MQTT topic, a CoAP path, a register range)
 * @param mediaType for example {@code application/json}; empty where the protocol says nothing
 * @param body the bytes as received; neither copied nor changed after this
 * @param receivedAt nanoseconds since the epoch, by this node's clock
 * @param replayed whether it comes out of the quarantine, after a fix
 */
public record Payload(
        String driver,
        String contract,
        String device,
        String topic,
        String mediaType,
        byte[] body,
        long receivedAt,
        boolean replayed) {

    /** The longest name of a device or a contract, characters. */
    public static final int NAME_LIMIT = 128;

    public Payload {
        requireName("contract", contract);
        requireName("device", device);
        requireNonNull(driver, "driver");
        requireNonNull(topic, "topic");
        requireNonNull(mediaType, "mediaType");
        requireNonNull(body, "body");
    }

    /** One that came straight from its device. */
    public Payload(
            String driver,
            String contract,
            String device,
            String topic,
            String mediaType,
            byte[] body,
            long receivedAt) {
        this(driver, contract, device, topic, mediaType, body, receivedAt, false);
    }

    /** Whether a payload could carry this as the name of its device or contract. */
    public static boolean isName(String name) {
        int length = name.length();
        if (length == 0 || length > NAME_LIMIT) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c <= ' '
                    || c == '/'
                    || c == '+'
                    || c == '#'
                    || c == 0x7F
                    || (c > 0x7F && !Character.isLetterOrDigit(c))) {
                return false;
            }
        }
        return true;
    }

    private static void requireName(String what, String name) {
        if (!isName(requireNonNull(name, what))) {
            throw new IllegalArgumentException(what + " must be 1 to " + NAME_LIMIT
                    + " characters without white space, control characters, '/', '+', '#': " + what + "=" + name);
        }
    }
}
