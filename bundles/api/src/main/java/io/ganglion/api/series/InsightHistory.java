// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import io.ganglion.api.model.Condition;
import io.ganglion.api.model.ModelId;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What was thought of the devices, over time. Thread-safe; reads from disk. */
@ProviderType
public interface InsightHistory {

    /**
     * The newest {@code limit} judgements of a device in a time, oldest first.
     *
     * @param from nanoseconds since the epoch, inclusive
     * @param to nanoseconds since the epoch, exclusive
     * @param limit at least 1
     */
    List<Judgement> judgements(String contract, String device, long from, long to, int limit);

    /**
     * An insight without its parts.
     *
     * @param time of the observation, nanoseconds since the epoch
     * @param verdict what was thought
     * @param score how unusual it was
     * @param threshold above which it counted as anomalous; {@code NaN} while commissioning
     * @param model who thought it
     * @param replayed whether the observation came out of the quarantine
     */
    record Judgement(long time, Condition verdict, double score, double threshold, ModelId model, boolean replayed) {}
}
