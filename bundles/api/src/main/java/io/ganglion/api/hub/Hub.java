// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.hub;

import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The model registry. Thread-safe; reads and writes disk or a database. */
@ProviderType
public interface Hub {

    /** Every model, ordered by name and version. */
    List<ModelRecord> list();

    Optional<ModelRecord> find(ModelId id);

    /** The version that a new candidate of this name gets: one minor above the highest that is known, here or on this node. */
    ModelId next(String model);

    /**
     * Takes a content bundle as a candidate. The same bundle again changes nothing.
     *
     * @param bundle a model content bundle whose manifest names this model; copied
     * @throws IOException where it cannot be kept, it is no such bundle, or another one has this version; the message says
     */
    ModelRecord register(ModelId id, Path bundle, Lineage lineage, String by) throws IOException;

    /**
     * Says that a candidate may answer for devices. One that was retired may be approved again, where the note says why.
     *
     * @throws IllegalArgumentException where there is no such model
     * @throws IllegalStateException where its stage does not allow that, or its artefact is not what was registered
     */
    ModelRecord approve(ModelId id, String by, String note);

    /**
     * Ends a model's life, and takes it out of the feature repository; its artefact and its history stay.
     *
     * @throws IllegalArgumentException where there is no such model
     * @throws IllegalStateException where it is retired already, or answers on this node
     */
    ModelRecord retire(ModelId id, String by, String note);

    /** Adds what a checkpoint or a person found to a model's story; its stage stays. */
    ModelRecord note(ModelId id, String by, String note);

    /**
     * Brings a model's bundle into this node's framework, verified, where it is not already. Which model answers does not
     * change by this alone where a plan names its champion.
     *
     * @throws IOException where its artefact is missing or is not what was registered, or it does not resolve here
     * @throws IllegalStateException where it is not approved
     */
    void install(ModelId id) throws IOException;

    /**
     * Writes an approved model into the feature repository.
     *
     * @return the URL of {@code features.xml} that a Karaf can {@code feature:repo-add}
     * @throws IOException where it cannot be written
     * @throws IllegalStateException where the model is not approved
     */
    String publish(ModelId id, String by) throws IOException;

    /**
     * What was live for a contract over a time, on this node and on those that reported here, oldest first.
     *
     * @param contract the contract's name; empty for all
     */
    List<Tenure> tenures(String contract, Instant from, Instant to);

    /**
     * Which version answered for a device of a node at a time; empty where nobody did, or it cannot be told any more: of
     * another node's devices it is not known which of them a challenger had.
     *
     * @param node its name; empty for this one
     */
    Optional<ModelId> answered(String node, String contract, String device, Instant at);

    /**
     * Looks at all that the hub keeps, now, and says what is not as it was registered: artefacts, records, what is
     * published. The hub does the same at its start and once in a while.
     */
    List<String> verify();

    /** What is wrong now, with the next step; empty where nothing is. */
    String trouble();

    /**
     * A time over which a model had a part.
     *
     * @param node where
     * @param contract for which contract
     * @param model who
     * @param role champion, challenger or shadow, in lower case
     * @param share of the devices
     * @param from since when
     * @param to until when; empty while it lasts
     * @param reason why it began
     */
    record Tenure(
            String node,
            String contract,
            ModelId model,
            String role,
            double share,
            Instant from,
            Optional<Instant> to,
            String reason) {}
}
