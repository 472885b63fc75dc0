// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import io.ganglion.store.bytes.ByteSink;
import io.ganglion.store.bytes.ByteSource;

/** Yes or no for each row, as lengths of runs, the first of them noes. */
final class Marks {

    private Marks() {}

    static void write(boolean[] marks, ByteSink out) {
        boolean current = false;
        int run = 0;
        for (boolean mark : marks) {
            if (mark != current) {
                out.putVar(run);
                run = 0;
                current = mark;
            }
            run++;
        }
        out.putVar(run);
    }

    static boolean[] read(ByteSource in, int rows) {
        boolean[] marks = new boolean[rows];
        boolean current = false;
        int at = 0;
        while (at < rows) {
            int end = Math.addExact(at, in.getCount());
            java.util.Arrays.fill(marks, at, end, current);
            at = end;
            current = !current;
        }
        return marks;
    }

    static int count(boolean[] marks) {
        int count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return count;
    }
}
