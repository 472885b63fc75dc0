// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.contract.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/** What the contracts refused, kept with its reason until it is replayed, discarded or too old. Thread-safe; uses the disk. */
@ProviderType
public interface Quarantine {

    /**
     * Which entries are meant: those for which every part holds that is present.
     *
     * @param id the one entry
     * @param reason why it was refused last
     * @param path where, exactly
     * @param contract the name of the contract that its sender claimed, without a version
     * @param device who sent it
     * @param since received then or later, by this node's clock
     */
    record Selection(
            OptionalLong id,
            Optional<Reason> reason,
            Optional<String> path,
            Optional<String> contract,
            Optional<String> device,
            Optional<Instant> since) {

        /** Every entry. */
        public static final Selection ALL = new Selection(
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        public Selection {
            requireNonNull(id, "id");
            requireNonNull(reason, "reason");
            requireNonNull(path, "path");
            requireNonNull(contract, "contract");
            requireNonNull(device, "device");
            requireNonNull(since, "since");
        }

        /** One entry. */
        public static Selection of(long id) {
            return new Selection(
                    OptionalLong.of(id),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** All that claim a contract. */
        public static Selection contract(String contract) {
            return new Selection(
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(contract),
                    Optional.empty(),
                    Optional.empty());
        }

        /** All that have the same trouble. */
        public static Selection group(String contract, Reason reason, String path) {
            return new Selection(
                    OptionalLong.empty(),
                    Optional.of(reason),
                    Optional.of(path),
                    Optional.of(contract),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * Entries with the same trouble.
     *
     * @param contract the contract that they claim
     * @param reason why they were refused
     * @param path where
     * @param count how many
     * @param devices of how many devices
     * @param first when the first of them was received, nanoseconds since the epoch
     * @param last when the last was received
     * @param example the id of the newest
     * @param message what was said of that one
     */
    record Group(
            String contract,
            Reason reason,
            String path,
            long count,
            long devices,
            long first,
            long last,
            long example,
            String message) {}

    /**
     * What came of a replay.
     *
     * @param accepted accepted now, kept by every keeper, and gone from the quarantine
     * @param refused refused again, by their new reasons; they stay with these
     * @param left not answered yet when the replay ended; they stay, but for those that are still accepted
     * @param trouble why any are left, with the next step; empty where none is
     */
    record Replay(long accepted, List<Group> refused, long left, String trouble) {
        public Replay {
            refused = List.copyOf(refused);
            requireNonNull(trouble, "trouble");
        }
    }

    /** The newest first, at most {@code limit}, which is at least 1. */
    List<QuarantinedPayload> list(int limit);

    /** Of those selected the newest first, at most {@code limit}, which is at least 1. */
    List<QuarantinedPayload> list(Selection selection, int limit);

    /** Those selected by their trouble, the most frequent first. */
    List<Group> groups(Selection selection);

    Optional<QuarantinedPayload> find(long id);

    /** How many are kept now. */
    long size();

    /** How many had to go since the node started, for their age or for want of room. */
    long expired();

    /**
     * Offers those selected to the contracts again, oldest first, as {@linkplain io.ganglion.api.device.Payload#replayed()
     * replayed} and with the time of their arrival. What is accepted leaves the quarantine, durably and once; what is
     * refused again stays, with the newer reason. What devices send meanwhile goes first. Blocks until all are answered,
     * nothing has moved for half a minute, or the thread is interrupted; one replay at a time.
     *
     * @throws IllegalStateException while another one runs
     */
    Replay replay(Selection selection);

    /** Forgets those selected, for good. Returns how many. */
    long discard(Selection selection);
}
