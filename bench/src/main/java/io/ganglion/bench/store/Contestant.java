// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Observation;
import java.nio.file.Path;

/** Something that keeps rows. */
interface Contestant {

    String name();

    /** Begins with an empty folder, or opens what is in it. */
    void open(Path folder) throws Exception;

    /** Keeps rows; all durable when this returns, where it knows such a thing. */
    void append(Observation[] rows, int from, int to) throws Exception;

    /** All that it would do later is done when this returns. */
    void finish() throws Exception;

    /** Values of one attribute of one device, by time; returns how many. */
    int query(int device, int attribute, long from, long to) throws Exception;

    void close() throws Exception;
}
