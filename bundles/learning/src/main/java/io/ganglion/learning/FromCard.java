// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.dl4j.Backend;
import io.ganglion.learning.job.RowsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes a candidate once more from what its card names, and holds the bits against it. */
public final class FromCard {
    /** No card, recipe or network of ours comes near it. */
    private static final int ENTRY_LIMIT = 64 << 20;

    private FromCard() {}

    /** Ends with status 1 and one line where it does not come out the same. */
    public static void main(String[] arguments) {
        Path parent = Path.of(arguments[2]);
        int status = 0;
        try {
            System.out.println(reproduce(
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    arguments[2].equals("-") ? Optional.empty() : Optional.of(parent),
                    Path.of(arguments[3])));
        } catch (IOException | ModelException | IllegalArgumentException | IllegalStateException e) {
            System.err.println(arguments[0] + ": " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /**
     * Returns one line where every byte is the same.
     *
     * @param model a candidate's content bundle
     * @param rows its training file
     * @param parent its parent's content bundle; empty for one from scratch
     * @param out where the files are written
     * @throws IllegalArgumentException where what is given is not what the card names
     * @throws IllegalStateException where the bits differ
     */
    static String reproduce(Path model, Path rows, Optional<Path> parent, Path out) throws IOException, ModelException {
        Card card = Card.json()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(entry(model, "model/card.json"), Card.class);
        if (card.retraining() == null) {
            throw new IllegalArgumentException("the build made " + card.model() + "@" + card.version()
                    + ": its recipe alone makes it again, Train RECIPE CONTRACT_JAR OUT_DIR");
        }
        byte[] yaml = entry(model, "model/recipe.yaml");
        same("recipe", card.origin().recipe(), Digests.of(yaml));
        RowsFile file = RowsFile.read(rows);
        same("training rows", card.origin().data(), file.digest());
        Optional<byte[]> warm = warm(card, parent);
        Backend backend = Backend.start(out.resolveSibling("javacpp"));
        Classroom room = new Classroom(Recipe.read(yaml), file, Train.one(Scoring.class));
        Lesson.Learned learned = room.learn(warm);
        Card again = Retrain.card(Recipe.read(yaml), yaml, file, room.rows(), learned, backend, card.retraining());
        Train.write(out, yaml, learned.spec(), learned.network(), learned.probes(), room.reference(learned), again);
        String name = card.model() + "@" + card.version();
        if (!card.origin().parameters().equals(Digests.of(learned.network()))) {
            throw new IllegalStateException(name + " comes out otherwise: network.zip is "
                    + Digests.of(learned.network()) + ", its card says "
                    + card.origin().parameters()
                    + ". It was made on " + card.platform().inWords() + ", this is "
                    + again.platform().inWords());
        }
        return name + ": the same to the bit, network.zip " + card.origin().parameters();
    }

    private static Optional<byte[]> warm(Card card, Optional<Path> parent) throws IOException {
        if (card.retraining().warmFrom().isEmpty()) {
            return Optional.empty();
        }
        Path jar = parent.orElseThrow(() -> new IllegalArgumentException(
                "it began with the parameters of " + card.retraining().parent() + ": give that bundle as PARENT_JAR"));
        byte[] network = entry(jar, "model/network.zip");
        same("parent's network", card.retraining().warmFrom(), Digests.of(network));
        return Optional.of(network);
    }

    private static void same(String what, String asked, String found) {
        if (!asked.equals(found)) {
            throw new IllegalArgumentException(
                    "not the " + what + " that the card names: SHA-256 is " + found + ", the card says " + asked);
        }
    }

    private static byte[] entry(Path jar, String name) throws IOException {
        if (Files.isDirectory(jar)) {
            return Files.readAllBytes(jar.resolve(name));
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException("no " + name + " in " + jar);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] bytes = in.readNBytes(ENTRY_LIMIT + 1);
                if (bytes.length > ENTRY_LIMIT) {
                    throw new IOException(name + " in " + jar + " is larger than " + ENTRY_LIMIT + " bytes");
                }
                return bytes;
            }
        }
    }
}
