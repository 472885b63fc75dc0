// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.rollout;

import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Sets who answers for whom. Thread-safe. What it sets is on the disk before it takes effect, between two batches. */
@ProviderType
public interface Router {

    /** The plan of every contract that a model reads, ordered by contract. */
    List<RoutePlan> plans();

    /**
     * Exchanges the plan of a contract.
     *
     * @param by who wants it, for the record
     * @throws IllegalArgumentException where a model of it is not on this node, did not prove itself, or reads another
     *     contract or other versions of it; nothing is changed
     */
    Decision route(RoutePlan plan, String by, String reason);

    /**
     * Takes a trial one step on: a shadow becomes a challenger with the share that policy gives, a challenger the champion.
     *
     * @throws IllegalArgumentException where this model is on no trial; the message names those that are
     */
    Decision promote(ModelId model, String by, String reason);

    /**
     * Gives a contract back to the champion before this one, which is still warm; trials end.
     *
     * @throws IllegalStateException where there is none that could answer
     */
    Decision rollBack(String contract, String by, String reason);

    /** What came of every model's part, ordered by contract, the champion first. */
    List<ArmReport> arms();

    /**
     * The newest {@code limit} decisions on a contract, newest first. The log is bounded: the last thousand at least.
     *
     * @param contract its name; empty for all
     */
    List<Decision> decisions(String contract, int limit);

    /** Which model answered for a device at a time; empty where nobody did, or it was before the first record. */
    Optional<ModelId> answered(String contract, String device, Instant at);

    /** What the sequential test says of a trial now. */
    Comparison compare(ModelId trial);

    /**
     * A trial beside its champion, by an always-valid test: it may be looked at after every row, and the chance that it ever
     * speaks wrongly stays below {@code error}.
     *
     * @param trial the model on trial
     * @param champion what it is compared with
     * @param verdict what the evidence says
     * @param measure what is compared, for example {@code refuted alerts a device and day}
     * @param trialRate the trial's rate of it
     * @param championRate the champion's rate of it
     * @param low lower end of the confidence sequence of trial minus champion
     * @param high upper end of the same
     * @param error chance of ever being wrong, for example 0.05
     * @param explanation in words, with what is missing where it is {@link Verdict#NOT_YET}
     */
    record Comparison(
            ModelId trial,
            ModelId champion,
            Verdict verdict,
            String measure,
            double trialRate,
            double championRate,
            double low,
            double high,
            double error,
            String explanation) {}

    /** What a test says. */
    enum Verdict {
        BETTER,
        WORSE,
        NOT_YET
    }
}
