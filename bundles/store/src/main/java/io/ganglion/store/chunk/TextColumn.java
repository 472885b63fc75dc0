// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import io.ganglion.store.bytes.ByteSink;
import io.ganglion.store.bytes.ByteSource;
import java.util.HashMap;
import java.util.Map;

/** Texts of one attribute: one that came before is a number. */
final class TextColumn {

    private TextColumn() {}

    static void write(String[] texts, ByteSink out) {
        Map<String, Integer> known = new HashMap<>();
        for (String text : texts) {
            Integer number = known.get(text);
            if (number == null) {
                known.put(text, known.size());
                out.put(0);
                out.putText(text);
            } else {
                out.putVar(number + 1L);
            }
        }
    }

    static String[] read(ByteSource in, int rows) {
        String[] texts = new String[rows];
        String[] known = new String[rows];
        int size = 0;
        for (int i = 0; i < rows; i++) {
            int number = in.getCount();
            if (number == 0) {
                known[size++] = in.getText();
                texts[i] = known[size - 1];
            } else {
                texts[i] = known[number - 1];
            }
        }
        return texts;
    }
}
