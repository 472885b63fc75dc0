// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

/** Where refused parcels go until they are durable. */
@FunctionalInterface
public interface Detention {

    /** Takes it at once; how much may wait is bounded at the door. {@link Detained#settle()} follows when it is durable. */
    void detain(Detained detained);
}
