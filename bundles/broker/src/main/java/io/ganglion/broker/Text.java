// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

/** What strangers send, made fit for a log line. */
final class Text {

    private static final int SHOWN = 80;

    private Text() {}

    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN)
                .forEach(c -> shown.appendCodePoint(c < ' ' || c == 0x7F || !Character.isDefined(c) ? '?' : c));
        return text.length() > SHOWN ? shown.append('…').toString() : shown.toString();
    }
}
