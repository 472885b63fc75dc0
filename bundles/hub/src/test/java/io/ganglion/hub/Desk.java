// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.hub.feed.FeatureRepository;
import io.ganglion.hub.ledger.Database;
import io.ganglion.hub.ledger.Ledger;
import io.ganglion.hub.ledger.SqliteDatabase;
import io.ganglion.hub.shelf.Shelf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A registry on a folder, with its clock stopped. */
final class Desk implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final Path folder;
    final Ledger ledger;
    final FeatureRepository repository;
    final Registry registry;

    Desk(Path folder) throws IOException {
        this(folder, "node-a", new SqliteDatabase(folder, CLOCK));
    }

    Desk(Path folder, String node, Database database) throws IOException {
        this.folder = folder;
        this.ledger = new Ledger(database);
        this.repository = new FeatureRepository(folder.resolve("repository"), node);
        this.registry = new Registry(node, ledger, new Shelf(folder.resolve("artefacts"), 8 << 20), repository, CLOCK);
    }

    ModelRecord register(String id) throws IOException {
        return register(id, ModelFile.of(id));
    }

    ModelRecord register(String id, String cause) throws IOException {
        return register(id, ModelFile.of(id), cause);
    }

    ModelRecord register(String id, ModelFile content) throws IOException {
        return register(id, content, "drift of pump-7");
    }

    private ModelRecord register(String id, ModelFile content, String cause) throws IOException {
        Path file = content.writeTo(Files.createTempFile("candidate", ".jar"));
        try (InputStream in = Files.newInputStream(file)) {
            return registry.register(
                    ModelId.parse(id),
                    in,
                    any -> ModelFile.lineage(cause),
                    new Step(NOW, Stage.CANDIDATE, "policy", cause));
        } finally {
            Files.delete(file);
        }
    }

    ModelRecord approved(String id) throws IOException {
        register(id);
        return registry.approve(ModelId.parse(id), "ada", "beats its parent");
    }

    Stage stage(String id) {
        return registry.find(ModelId.parse(id)).orElseThrow().stage();
    }

    Path artefact(String id) {
        String digest = registry.find(ModelId.parse(id)).orElseThrow().artefact();
        return folder.resolve("artefacts").resolve(digest + ".jar");
    }

    @Override
    public void close() {
        ledger.close();
    }
}
