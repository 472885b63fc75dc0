// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

/** A slave that did not answer, or refused. The message is for the operator. */
final class SlaveException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Of the Modbus protocol (7); 0 where the slave said nothing that could be read. */
    private final int code;

    private SlaveException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static SlaveException silent(String message, Throwable cause) {
        return new SlaveException(0, message, cause);
    }

    static SlaveException refused(int code, Throwable cause) {
        return new SlaveException(code, meaning(code), cause);
    }

    /** Whether the slave answered, and only this request was wrong. */
    boolean isRefusal() {
        return code > 0;
    }

    /** Whether a smaller request may succeed: an address, or a count, that it does not have. */
    boolean isOfAddress() {
        return code == 2 || code == 3;
    }

    private static String meaning(int code) {
        return switch (code) {
            case 1 -> "illegal function (1): it has no such table";
            case 2 -> "illegal data address (2)";
            case 3 -> "illegal data value (3)";
            case 4 -> "device failure (4)";
            case 5 -> "acknowledged, still at work (5)";
            case 6 -> "busy (6)";
            case 10 -> "gateway has no path (10)";
            case 11 -> "gateway hears nothing from this unit (11)";
            default -> "exception code " + code;
        };
    }
}
