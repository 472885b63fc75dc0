// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Journal;
import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Diagnosis;
import io.ganglion.store.shelf.Line;
import io.ganglion.store.shelf.Place;
import io.ganglion.store.shelf.Shelf;
import io.ganglion.store.write.Errand;
import io.ganglion.store.write.Places;
import io.ganglion.store.write.Scribe;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The journal, which is the tail of the history in the order of arrival: what is kept for both is written once. Blocks stay
 * in the file until they are sealed and every destination has acknowledged them.
 */
public final class Logbook implements Journal {

    private final Database database;
    private final Scribe scribe;
    private final Map<String, Bookmark> open = new HashMap<>();

    public Logbook(Database database, Scribe scribe) {
        this.database = database;
        this.scribe = scribe;
    }

    @Override
    public String epoch() {
        return scribe.shelf().epoch();
    }

    @Override
    public synchronized Reader open(String destination) {
        Shelf shelf = scribe.shelf();
        if (shelf.place(destination).isEmpty()) {
            submit(shelf, new Errand() {
                private Place place = new Place(0, 0, 0, 0);

                @Override
                public void write(Connection connection) throws SQLException {
                    place = new Place(
                            shelf.line(Kind.OBSERVATION).end(),
                            shelf.line(Kind.INSIGHT).end(),
                            0,
                            0);
                    Places.write(connection, destination, place);
                }

                @Override
                public void done() {
                    shelf.place(destination, place);
                }
            });
        }
        Bookmark bookmark = new Bookmark(this, shelf, destination);
        Bookmark before = open.put(destination, bookmark);
        if (before != null) {
            before.close();
        }
        return bookmark;
    }

    @Override
    public List<String> destinations() {
        return List.copyOf(scribe.shelf().places().keySet());
    }

    @Override
    public synchronized void forget(String destination) {
        Bookmark before = open.remove(destination);
        if (before != null) {
            before.close();
        }
        Shelf shelf = scribe.shelf();
        submit(shelf, new Errand() {
            @Override
            public void write(Connection connection) throws SQLException {
                Places.delete(connection, destination);
            }

            @Override
            public void done() {
                shelf.forget(destination);
            }
        });
    }

    void acknowledge(Shelf shelf, String destination, Kind kind, long position) {
        Line line = shelf.line(kind);
        if (position > line.end()) {
            throw new IllegalArgumentException("a position beyond the journal's end: destination=" + destination
                    + " kind=" + kind + " position=" + position + " end=" + line.end());
        }
        submit(shelf, new Errand() {
            private Optional<Place> place = Optional.empty();

            @Override
            public void write(Connection connection) throws SQLException {
                // Forgotten meanwhile: then there is nothing to remember.
                place = shelf.place(destination).map(now -> now.acknowledge(kind, position));
                if (place.isPresent()) {
                    Places.write(connection, destination, place.get());
                }
            }

            @Override
            public void done() {
                place.ifPresent(now -> shelf.place(destination, now));
            }
        });
    }

    private void submit(Shelf shelf, Errand errand) {
        try {
            scribe.submit(shelf, errand).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    <T> T ask(Database.Question<T> question) {
        try {
            return database.read(question);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(Diagnosis.ofReading(e, database.file()), e);
        }
    }
}
