// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.rollout;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which models look at the devices of a contract.
 *
 * @param contract its name
 * @param champion whose insights count; empty for the highest version that serves
 * @param trials the others that look, in this order; at most one answers for a device
 */
public record RoutePlan(String contract, Optional<ModelId> champion, List<Trial> trials) {

    /** What a model on trial does with what it thinks. */
    public enum Mode {
        /** It scores; its insights are counted, and nobody acts on them. */
        SHADOW,
        /** It answers in the champion's place for its devices. */
        CHALLENGER
    }

    /**
     * A model on trial.
     *
     * @param model who
     * @param mode what for
     * @param share of the contract's devices, 0 to 1, chosen by a hash of their names: a device stays with its model while
     *     the share does not fall. For a trial by tag 0
     * @param tag the devices with this tag; empty for a trial by share
     */
    public record Trial(ModelId model, Mode mode, double share, String tag) {
        public Trial {
            requireNonNull(model, "model");
            requireNonNull(mode, "mode");
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share is 0 to 1: model=" + model + " share=" + share);
            }
            if (!tag.isEmpty() && share != 0) {
                throw new IllegalArgumentException(
                        "a trial is by share or by tag, not both: model=" + model + " share=" + share + " tag=" + tag);
            }
        }

        /**
         * Reads {@code NAME@VERSION=SHARE}, {@code NAME@VERSION=tag:TAG}, or {@code NAME@VERSION} for all devices.
         *
         * @throws IllegalArgumentException where it is none of these; the message carries it
         */
        public static Trial parse(Mode mode, String text) {
            int at = text.indexOf('=');
            ModelId model = ModelId.parse(at < 0 ? text : text.substring(0, at));
            String part = at < 0 ? "1" : text.substring(at + 1);
            if (part.startsWith("tag:")) {
                return new Trial(model, mode, 0, part.substring("tag:".length()));
            }
            try {
                return new Trial(model, mode, Double.parseDouble(part), "");
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "a trial is NAME@VERSION=SHARE with a share of 0 to 1, or NAME@VERSION=tag:TAG: " + text, e);
            }
        }

        /** One that only looks, at all devices. */
        public static Trial shadow(ModelId model) {
            return new Trial(model, Mode.SHADOW, 1, "");
        }

        /** One that answers for a share of the devices. */
        public static Trial challenger(ModelId model, double share) {
            return new Trial(model, Mode.CHALLENGER, share, "");
        }
    }

    /** What adding up fractions may be off by. */
    private static final double ROUNDING = 1e-9;

    public RoutePlan {
        requireNonNull(contract, "contract");
        requireNonNull(champion, "champion");
        trials = List.copyOf(trials);
        double shares = 0;
        Set<ModelId> seen = new HashSet<>(champion.stream().toList());
        for (Trial trial : trials) {
            shares += trial.mode() == Mode.CHALLENGER ? trial.share() : 0;
            if (!seen.add(trial.model())) {
                throw new IllegalArgumentException(
                        "a model looks once: contract=" + contract + " model=" + trial.model());
            }
        }
        if (shares > 1 + ROUNDING) {
            throw new IllegalArgumentException("the challengers' shares add up to more than 1: contract=" + contract
                    + " sum=" + shares + ". Lower one of them");
        }
    }

    /** The highest version that serves, alone. */
    public static RoutePlan automatic(String contract) {
        return new RoutePlan(contract, Optional.empty(), List.of());
    }
}
