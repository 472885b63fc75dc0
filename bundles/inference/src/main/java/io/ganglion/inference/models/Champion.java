// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import io.ganglion.api.model.Route;
import io.ganglion.inference.scoring.Majors;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who answers for which major versions of a contract. */
record Champion(String contract, Majors majors, Shelf shelf) {

    Route route() {
        return new Route(contract, shelf.offer().id(), shelf.engine().name(), majors.toString());
    }

    /** Of candidates, the best first, those that answer; ordered by contract and major version. */
    static List<Champion> among(List<Shelf> bestFirst) {
        TreeMap<String, List<Shelf>> byContract = new TreeMap<>();
        for (Shelf shelf : bestFirst) {
            byContract
                    .computeIfAbsent(shelf.offer().contract(), contract -> new ArrayList<>())
                    .add(shelf);
        }
        List<Champion> champions = new ArrayList<>();
        byContract.forEach((contract, shelves) -> among(contract, shelves, champions));
        return champions;
    }

    private static void among(String contract, List<Shelf> bestFirst, List<Champion> champions) {
        TreeSet<Integer> borders = new TreeSet<>();
        for (Shelf shelf : bestFirst) {
            Majors majors = shelf.offer().majors();
            borders.add(majors.from());
            if (majors.to() < Integer.MAX_VALUE) {
                borders.add(majors.to() + 1);
            }
        }
        for (int from : borders) {
            Integer next = borders.higher(from);
            Majors span = new Majors(from, next == null ? Integer.MAX_VALUE : next - 1);
            bestFirst.stream()
                    .filter(shelf -> shelf.offer().majors().contains(from))
                    .findFirst()
                    .ifPresent(shelf -> extend(champions, new Champion(contract, span, shelf)));
        }
    }

    private static void extend(List<Champion> champions, Champion next) {
        Champion last = champions.isEmpty() ? null : champions.get(champions.size() - 1);
        boolean same = last != null
                && last.shelf == next.shelf
                && last.contract.equals(next.contract)
                && last.majors.to() + 1 == next.majors.from();
        if (same) {
            champions.set(
                    champions.size() - 1,
                    new Champion(next.contract, new Majors(last.majors.from(), next.majors.to()), next.shelf));
        } else {
            champions.add(next);
        }
    }
}
