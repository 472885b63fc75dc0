// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

/** What a model thinks of a device. In JSON the verdict of an insight, in lower case. */
public enum Condition {
    /** The device's own normal is still being learned; its score says nothing yet. */
    COMMISSIONING,
    /** The score is at or below the threshold. */
    NORMAL,
    /** The score is above the threshold. */
    ANOMALOUS
}
