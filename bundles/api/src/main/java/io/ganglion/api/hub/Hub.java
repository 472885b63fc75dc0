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
     * Moves a model on: a candidate to approved, anything to retired.
     *
     * @throws IllegalStateException where its stage does not allow that, or its artefact is not what was registered
     */
    ModelRecord approve(ModelId id, String by, String note);

    /** Ends a model's life; its artefact and its history stay. */
    ModelRecord retire(ModelId id, String by, String note);

    /**
     * Brings a model's bundle into this node's framework, verified, where it is not already. Which model answers does not
     * change by this alone where a plan names its champion.
     *
     * @throws IOException where its artefact is missing or is not what was registered
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

    /** Which version answered for a device of a node at a time. */
    Optional<ModelId> answered(String node, String contract, String device, Instant at);

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
