// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Change.Step;
import io.ganglion.contract.units.Conversion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Every difference between the mappings of two versions: what was read of foreign payloads must go on to be read so. */
final class MappingChanges {
    private static final String FILE = ContractFiles.FOLDER + "mapping.json";
    /** An affine conversion is known by what it makes of two numbers; the others rule out a coincidence of rounding. */
    private static final double[] PROBES = {0, 1, -3.7, 1e6};

    private final List<Change> changes = new ArrayList<>();

    private MappingChanges() {}

    static List<Change> between(CompiledContract older, CompiledContract newer) {
        MappingChanges all = new MappingChanges();
        TreeSet<String> codecs = new TreeSet<>(older.mappings.keySet());
        codecs.addAll(newer.mappings.keySet());
        for (String codec : codecs) {
            all.codec(codec, older.mappings.get(codec), newer.mappings.get(codec));
        }
        return all.changes;
    }

    private void add(String codec, String spot, String words, boolean backward, boolean forward) {
        String pointer = "/" + Trail.token(codec) + spot;
        changes.add(
                new Change(FILE, pointer, codec + ": " + words, backward, forward, backward ? Step.MINOR : Step.MAJOR));
    }

    private void codec(String codec, Mapping was, Mapping is) {
        if (was == null) {
            add(codec, "", "mapped now: the older version refuses it", true, false);
        } else if (is == null) {
            add(codec, "", "not mapped any more: devices that speak it would be refused", false, true);
        } else {
            units(codec, was.units(), is.units());
            // What NGSI-LD means is otherwise the schema's say.
            if (!codec.equals(Mapping.NGSI_LD)) {
                settings(codec, was, is);
                targets(codec, was, is);
            }
        }
    }

    private void units(String codec, Mapping.Units was, Mapping.Units is) {
        if (was == Mapping.Units.EXACT && is == Mapping.Units.CONVERT) {
            add(codec, "/units", "units are converted now: the older version refuses others than its own", true, false);
        } else {
            setting(codec, "units", was, is);
        }
    }

    private void settings(String codec, Mapping was, Mapping is) {
        setting(codec, "device/prefix", was.prefix(), is.prefix());
        setting(codec, "device/source", was.deviceSource(), is.deviceSource());
        setting(codec, "entity", was.entity(), is.entity());
        setting(codec, "time", was.time(), is.time());
        setting(codec, "together", was.together(), is.together());
        if (was.dropsOthers() != is.dropsOthers()) {
            add(
                    codec,
                    "/others",
                    is.dropsOthers()
                            ? "sources that are not mapped are dropped: the older version refuses them"
                            : "sources that are not mapped are refused: devices that send some would be",
                    is.dropsOthers(),
                    was.dropsOthers());
        }
    }

    private void setting(String codec, String name, Object was, Object is) {
        if (!was.equals(is)) {
            add(
                    codec,
                    "/" + name,
                    name + " changed from '" + was + "' to '" + is
                            + "': it cannot be proven that what devices send is read as before, so it counts as breaking",
                    false,
                    false);
        }
    }

    private void targets(String codec, Mapping was, Mapping is) {
        TreeSet<String> sources = new TreeSet<>(was.targets().keySet());
        sources.addAll(is.targets().keySet());
        for (String source : sources) {
            Mapping.Target before = was.targets().get(source);
            Mapping.Target now = is.targets().get(source);
            String spot = "/attributes/" + Trail.token(source);
            if (before == null) {
                added(codec, spot, source, now, was.dropsOthers());
            } else if (now == null) {
                add(
                        codec,
                        spot,
                        source + " is not mapped any more: " + before.property().name + " would be lost",
                        false,
                        true);
            } else if (!isSame(before, now)) {
                add(
                        codec,
                        spot,
                        source + " becomes " + now.property().name + " in another way than it became "
                                + before.property().name + ": it would be misread",
                        false,
                        false);
            }
        }
    }

    private void added(String codec, String spot, String source, Mapping.Target now, boolean dropped) {
        String words = source + " becomes " + now.property().name;
        if (dropped) {
            add(
                    codec,
                    spot,
                    words
                            + ", where the older version dropped it: it cannot be proven that what devices send there fits,"
                            + " so it counts as breaking",
                    false,
                    true);
        } else {
            add(codec, spot, words + ": the older version refuses it", true, false);
        }
    }

    private static boolean isSame(Mapping.Target before, Mapping.Target now) {
        return before.property().name.equals(now.property().name)
                && isSame(before.scaling(), now.scaling())
                && isSame(before.declared(), now.declared());
    }

    private static boolean isSame(Conversion before, Conversion now) {
        for (double probe : PROBES) {
            if (before.apply(probe) != now.apply(probe)) {
                return false;
            }
        }
        return true;
    }
}
