// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Rejection;
import java.util.function.Consumer;

/** A refused parcel, with the way back to the partition that answers its sender. */
public final class Detained {

    private final Parcel parcel;
    private final Rejection rejection;
    private final Consumer<Detained> settled;
    final Lane lane;

    /** One that belongs to no device here: for who tests or fills a quarantine without a partition. */
    public Detained(Parcel parcel, Rejection rejection, Consumer<Detained> settled) {
        this(parcel, rejection, new Lane(new Lane.Key("", "")), settled);
    }

    Detained(Parcel parcel, Rejection rejection, Lane lane, Consumer<Detained> settled) {
        this.parcel = parcel;
        this.rejection = rejection;
        this.lane = lane;
        this.settled = settled;
    }

    public Parcel parcel() {
        return parcel;
    }

    public Rejection rejection() {
        return rejection;
    }

    /** It is durable. Any thread, once. */
    public void settle() {
        settled.accept(this);
    }
}
