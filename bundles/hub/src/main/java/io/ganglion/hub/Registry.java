// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.hub.feed.FeatureRepository;
import io.ganglion.hub.ledger.Ledger;
import io.ganglion.hub.ledger.LedgerException;
import io.ganglion.hub.ledger.Publications;
import io.ganglion.hub.ledger.Publications.Published;
import io.ganglion.hub.ledger.Records;
import io.ganglion.hub.ledger.Tenures;
import io.ganglion.hub.shelf.ModelJar;
import io.ganglion.hub.shelf.RefusedBundle;
import io.ganglion.hub.shelf.Shelf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** What is known of models, in the tables and on the shelf, and the rules by which it changes. Thread-safe; no OSGi service. */
final class Registry {

    private static final int TEXT_LIMIT = 2_000;

    private final String node;
    private final Ledger ledger;
    private final Shelf shelf;
    private final FeatureRepository repository;
    private final Clock clock;

    Registry(String node, Ledger ledger, Shelf shelf, FeatureRepository repository, Clock clock) {
        this.node = node;
        this.ledger = ledger;
        this.shelf = shelf;
        this.repository = repository;
        this.clock = clock;
    }

    List<ModelRecord> list() {
        return ledger.transact(Records::all);
    }

    Optional<ModelRecord> find(ModelId id) {
        return ledger.transact(connection -> Records.find(connection, id));
    }

    ModelId next(String model, Collection<ModelId> here) {
        return Stream.concat(list().stream().map(ModelRecord::id), here.stream())
                .filter(id -> id.name().equals(model))
                .max(ModelId::compareTo)
                .map(id -> new ModelId(
                        model, new Version(id.version().getMajor(), id.version().getMinor() + 1, 0)))
                .orElseGet(() -> new ModelId(model, new Version(1, 0, 0)));
    }

    /**
     * Takes a content bundle.
     *
     * @param first what its story begins with
     */
    ModelRecord register(ModelId id, InputStream bundle, LineageOf lineage, Step first) throws IOException {
        try (Shelf.Incoming incoming = shelf.receive(bundle)) {
            Optional<ModelRecord> known = find(id);
            if (known.isPresent()
                    && (shelf.isWhole(incoming.digest())
                            || !known.get().artefact().equals(incoming.digest()))) {
                return same(known.get(), incoming.digest());
            }
            ModelJar.Content content = ModelJar.inspect(incoming.file(), id);
            Lineage origin = lineage.of(content);
            if (!origin.contract().equals(content.contract())) {
                throw new RefusedBundle(id + " is refused: its lineage says contract " + origin.contract()
                        + ", its bundle " + content.contract());
            }
            shelf.shelve(incoming);
            return enter(id, origin, incoming, first);
        } catch (LedgerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Where a model comes from, by what its bundle says. */
    @FunctionalInterface
    interface LineageOf {
        Lineage of(ModelJar.Content content) throws IOException;
    }

    private ModelRecord enter(ModelId id, Lineage lineage, Shelf.Incoming incoming, Step first) throws IOException {
        byte[] shared = ledger.isShared() ? shelf.read(incoming.digest()) : new byte[0];
        Step step = new Step(first.at(), first.stage(), text(first.by()), text(first.note()));
        ModelRecord record = ledger.transact(connection -> {
            if (Records.insert(connection, id, lineage, incoming.digest(), incoming.bytes(), step)) {
                if (ledger.isShared()) {
                    Records.keepArtefact(connection, incoming.digest(), shared);
                }
                Tenures.enter(connection, id, first.at());
            }
            return Records.find(connection, id).orElseThrow();
        });
        return same(record, incoming.digest());
    }

    private static ModelRecord same(ModelRecord record, String digest) throws IOException {
        if (!record.artefact().equals(digest)) {
            throw new IOException("there is another " + record.id() + ": registered is SHA-256 " + record.artefact()
                    + ", this one is " + digest + ". Give it a version of its own");
        }
        return record;
    }

    ModelRecord approve(ModelId id, String by, String note) {
        sound(required(id));
        return change(id, by, note, record -> {
            if (record.stage() == Stage.APPROVED || record.stage() == Stage.LIVE) {
                throw new IllegalStateException(id + " is " + word(record.stage()) + " already");
            }
            if (record.stage() == Stage.RETIRED && note.isBlank()) {
                throw new IllegalStateException(id + " is retired. Say in a note why it may come back");
            }
            return Stage.APPROVED;
        });
    }

    ModelRecord retire(ModelId id, String by, String note) {
        return change(id, by, note, record -> {
            if (record.stage() == Stage.RETIRED) {
                throw new IllegalStateException(id + " is retired already");
            }
            return Stage.RETIRED;
        });
    }

    ModelRecord note(ModelId id, String by, String note) {
        return change(id, by, note, ModelRecord::stage);
    }

    /** Which stage follows, or an exception that says why none. */
    private interface Rule {
        Stage next(ModelRecord record);
    }

    private ModelRecord change(ModelId id, String by, String note, Rule rule) {
        Instant at = clock.instant();
        return ledger.transact(connection -> {
            ModelRecord record = Records.find(connection, id).orElseThrow(() -> unknown(id));
            Stage next = rule.next(record);
            if (next == Stage.RETIRED && Tenures.answers(connection, id).contains(node)) {
                throw new IllegalStateException(
                        id + " answers on this node. Let another one answer first: aiot:model-route");
            }
            Records.step(connection, id, new Step(at, next, text(by), text(note)));
            return Records.find(connection, id).orElseThrow();
        });
    }

    /** The verified content bundle of one that may answer. */
    byte[] usable(ModelId id) throws IOException {
        ModelRecord record = required(id);
        if (record.stage() != Stage.APPROVED && record.stage() != Stage.LIVE) {
            throw new IllegalStateException(
                    id + " is " + word(record.stage()) + ", not approved: aiot:hub-approve " + id);
        }
        try {
            return sound(record);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The artefact, where record and artefact are as they were written. */
    private byte[] sound(ModelRecord record) {
        ledger.transact(connection -> Records.broken(connection, record.id())).ifPresent(broken -> {
            throw new IllegalStateException(broken + ". Restore the registry from a backup");
        });
        try {
            if (!shelf.has(record.artefact()) && ledger.isShared()) {
                fetch(record);
            }
            return shelf.read(record.artefact());
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage() + " (" + record.id() + ")", e);
        }
    }

    /** Another hub took it in: its bytes come by the tables. */
    private void fetch(ModelRecord record) throws IOException {
        Optional<byte[]> body = ledger.transact(connection -> Records.artefact(connection, record.artefact()));
        if (body.isPresent()) {
            try (Shelf.Incoming incoming = shelf.receive(new ByteArrayInputStream(body.get()))) {
                if (!incoming.digest().equals(record.artefact())) {
                    throw new IOException("the artefact in the database is not what was registered");
                }
                shelf.shelve(incoming);
            }
        }
    }

    /** The bundle first, then the registry, then the list that names it; nobody looks at the folder meanwhile. */
    synchronized void publish(ModelId id, String by) throws IOException {
        byte[] jar = usable(id);
        ModelRecord record = required(id);
        repository.put(new Published(id, record.lineage().contract(), record.artefact()), jar);
        Instant at = clock.instant();
        List<Published> published = ledger.transact(connection -> {
            if (Publications.add(connection, node, id, at)) {
                Stage stage = Records.find(connection, id).orElseThrow().stage();
                Records.step(connection, id, new Step(at, stage, text(by), "published by " + node));
            }
            return Publications.of(connection, node);
        });
        repository.announce(published);
        follow();
    }

    /** Lets the feature repository follow what another hub did, or a crash left behind. */
    synchronized void follow() throws IOException {
        List<Published> published = new ArrayList<>();
        String written = ledger.transact(connection -> {
            published.clear();
            published.addAll(Publications.of(connection, node));
            return Publications.written(connection, node);
        });
        String now = repository.follow(published, written);
        if (!now.equals(written)) {
            ledger.transact(connection -> {
                Publications.written(connection, node, now);
                return null;
            });
        }
    }

    List<String> verify() {
        List<String> findings = new ArrayList<>();
        for (ModelRecord record : list()) {
            try {
                sound(record);
            } catch (LedgerException e) {
                throw e;
            } catch (IllegalStateException e) {
                findings.add(e.getMessage());
            }
        }
        synchronized (this) {
            findings.addAll(repository.verify(ledger.transact(connection -> Publications.of(connection, node))));
        }
        return findings;
    }

    List<Hub.Tenure> tenures(String contract, Instant from, Instant to) {
        return ledger.transact(connection -> Tenures.between(connection, contract, from, to));
    }

    Set<ModelId> answering(String where, String contract, Instant at) {
        return ledger.transact(connection -> Tenures.answering(connection, where, contract, at));
    }

    /** Whether a bundle of a retired model may be taken away here. */
    boolean isSpent(ModelId id) {
        return ledger.transact(connection -> Records.find(connection, id)
                        .map(record -> record.stage() == Stage.RETIRED)
                        .orElse(false)
                && !Tenures.answers(connection, id).contains(node));
    }

    private ModelRecord required(ModelId id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    private static IllegalArgumentException unknown(ModelId id) {
        return new IllegalArgumentException("no model " + id + " is registered. What there is: aiot:hub-list");
    }

    private static String word(Stage stage) {
        return stage.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What people write: bounded, and without the one character that PostgreSQL cannot keep. */
    private static String text(String text) {
        String plain = text.replace('\0', ' ');
        return plain.length() > TEXT_LIMIT ? plain.substring(0, TEXT_LIMIT) : plain;
    }
}
