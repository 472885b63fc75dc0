// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import io.ganglion.api.model.Engine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Models that live on in memory without a bundle of their own. The board's thread alone uses it. */
final class Reserve {
    /** Champions whose bundle is gone, by what they read, for as long as nobody else answers. */
    private final Map<String, Shelf> bereft = new HashMap<>();
    /** Champions that an update in place has succeeded, by what they read: the way back, for as long as the bundle is here. */
    private final Map<String, Shelf> warm = new HashMap<>();

    private static String line(Shelf shelf) {
        return shelf.offer().contract() + "@" + shelf.offer().majors();
    }

    List<Shelf> bereft() {
        return List.copyOf(bereft.values());
    }

    List<Shelf> warm() {
        return List.copyOf(warm.values());
    }

    /** Its bundle is gone, and it answers on; gives those that it succeeds in that. */
    List<Shelf> bereave(Shelf shelf) {
        return of(bereft.put(line(shelf), shelf));
    }

    boolean isBereft(Shelf shelf) {
        return bereft.get(line(shelf)) == shelf;
    }

    void dismiss(Shelf shelf) {
        bereft.remove(line(shelf), shelf);
    }

    /** Gives up those whose engine is gone. */
    List<Shelf> withoutEngine(Collection<Engine> engines) {
        List<Shelf> leaving = new ArrayList<>();
        bereft.values().removeIf(shelf -> !engines.contains(shelf.engine()) && leaving.add(shelf));
        warm.values().removeIf(shelf -> !engines.contains(shelf.engine()) && leaving.add(shelf));
        return leaving;
    }

    /** Gives up the warm ones whose bundle is not here: there is no way back to what has been uninstalled. */
    List<Shelf> withoutBundle(Set<Long> bundles) {
        List<Shelf> leaving = new ArrayList<>();
        warm.values().removeIf(shelf -> !bundles.contains(shelf.offer().bundle()) && leaving.add(shelf));
        return leaving;
    }

    /** Sorts anew after these have begun to answer; gives those that nobody needs any more. */
    List<Shelf> sort(List<Shelf> answering, Set<Long> bundles) {
        List<Shelf> leaving = new ArrayList<>();
        for (Shelf shelf : warm()) {
            if (answering.contains(shelf)) {
                warm.remove(line(shelf));
                leaving.addAll(bereave(shelf));
            }
        }
        for (Shelf shelf : bereft()) {
            if (!answering.contains(shelf)) {
                bereft.remove(line(shelf));
                boolean updated = bundles.contains(shelf.offer().bundle());
                leaving.addAll(updated ? of(warm.put(line(shelf), shelf)) : List.of(shelf));
            }
        }
        return leaving;
    }

    private static List<Shelf> of(Shelf shelf) {
        return shelf == null ? List.of() : List.of(shelf);
    }
}
