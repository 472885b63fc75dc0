// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of others that a contract refers to, as they lie in its bundle: each address is pinned to a file and its
 * digest. Nothing is ever fetched, and a file that has changed since it was pinned is not believed.
 */
final class Pins {
    static final String FILE = ContractFiles.FOLDER + "pins.json";

    /** By address, without fragment. */
    private final Map<String, JsonSpot> pinned = new LinkedHashMap<>();
    /** Addresses of files that lie here without a pin, and the line that would pin them. */
    private final Map<String, String> loose = new LinkedHashMap<>();

    private Pins() {}

    /** Throws {@link IllegalArgumentException} for a file that is absent or not what was pinned. */
    static Pins read(ContractFiles files) {
        Pins pins = new Pins();
        byte[] list = files.files().get(FILE);
        if (list != null) {
            JsonSpot root = JsonSpot.parse(FILE, list);
            root.names().forEach(address -> pins.pin(files, address, root.at(address)));
        }
        files.others().forEach((file, bytes) -> {
            if (!file.equals(FILE)
                    && pins.pinned.values().stream()
                            .noneMatch(spot -> spot.file().equals(file))) {
                JsonSpot.parse(file, bytes)
                        .find("$id")
                        .ifPresent(id -> pins.loose.put(bare(id.text()), line(id.text(), file, bytes)));
            }
        });
        return pins;
    }

    private void pin(ContractFiles files, String address, JsonSpot spot) {
        spot.only(Set.of("file", "sha256"));
        String file = ContractFiles.FOLDER + spot.at("file").text();
        byte[] bytes = files.files().get(file);
        if (bytes == null) {
            throw spot.at("file").wrongValue("no such file in " + ContractFiles.FOLDER);
        }
        String due = spot.at("sha256").text().toLowerCase(Locale.ROOT);
        String is = digest(bytes);
        if (!due.equals(is)) {
            throw spot.at("sha256")
                    .wrong(file + " is not the file that was pinned: pinned sha256 " + due + ", here " + is);
        }
        pinned.put(bare(address), JsonSpot.parse(file, bytes));
    }

    /** The schema at an address. */
    JsonSpot at(String address) {
        JsonSpot spot = pinned.get(bare(address));
        if (spot != null) {
            return spot;
        }
        String line = loose.get(bare(address));
        throw new IllegalArgumentException("$ref to " + address
                + (line == null
                        ? ", which is not in the bundle: put that schema into " + ContractFiles.FOLDER
                                + " as a file of its own, and pin it in " + FILE
                        : ", which is not pinned: add to " + FILE + " " + line));
    }

    Map<String, JsonSpot> all() {
        return pinned;
    }

    /** What {@code pins.json} says of a file. */
    static String line(String address, String file, byte[] bytes) {
        return "\"" + bare(address) + "\": {\"file\": \"" + file.substring(file.lastIndexOf('/') + 1)
                + "\", \"sha256\": \"" + digest(bytes) + "\"}";
    }

    static String bare(String address) {
        int fragment = address.indexOf('#');
        return fragment < 0 ? address : address.substring(0, fragment);
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
