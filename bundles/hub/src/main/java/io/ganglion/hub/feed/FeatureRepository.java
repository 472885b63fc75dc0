// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ganglion.hub.ledger.Publications.Published;
import io.ganglion.hub.shelf.Whole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder. Jars are there before {@code features.xml} names them, and stay when it does not any more, so a reader of the
 * old list finds them. Nothing is answered from it that is not as the registry has it.
 */
public final class FeatureRepository {

    /** The one file that is not below a Maven path. */
    public static final String FEATURES = "features.xml";

    private static final Map<String, String> SUMS =
            new TreeMap<>(Map.of(".md5", "MD5", ".sha1", "SHA-1", ".sha256", "SHA-256"));

    private final Path folder;
    private final String node;
    private volatile Optional<List<Published>> announced = Optional.empty();

    public FeatureRepository(Path folder, String node) {
        this.folder = folder;
        this.node = node;
    }

    /** A file of it was changed by somebody else. */
    public static final class Tampered extends IOException {
        private static final long serialVersionUID = 1L;

        Tampered(String message) {
            super(message);
        }
    }

    /** Puts a bundle and its checksums; nobody is told yet. */
    public void put(Published model, byte[] jar) throws IOException {
        Path file = folder.resolve(MavenPath.jar(model.id()));
        Whole.write(file, jar);
        for (Map.Entry<String, String> sum : SUMS.entrySet()) {
            Whole.write(sibling(file, sum.getKey()), sum(sum.getValue(), jar));
        }
    }

    /** Tells: from now on the list is this one. */
    public synchronized void announce(List<Published> models) throws IOException {
        Whole.write(folder.resolve(FEATURES), FeaturesXml.forFolder(node, models));
        announced = Optional.of(List.copyOf(models));
    }

    /**
     * Follows the registry where another hub or a crash left the list behind; leaves one alone that somebody else wrote.
     *
     * @param written digest of the list that was written last
     * @return digest of the list that is to lie there now
     */
    public synchronized String follow(List<Published> models, String written) throws IOException {
        List<Published> now = List.copyOf(models);
        String expected = Whole.digest(FeaturesXml.forFolder(node, now));
        if (announced.equals(Optional.of(now))) {
            return expected;
        }
        String there = digestThere();
        boolean ours = there.equals(written)
                || announced
                        .map(last -> there.equals(Whole.digest(FeaturesXml.forFolder(node, last))))
                        .orElse(false);
        if (ours && !there.equals(expected)) {
            announce(now);
        }
        announced = Optional.of(now);
        return expected;
    }

    private String digestThere() throws IOException {
        try {
            return Whole.digest(folder.resolve(FEATURES));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** What in the folder is not as the registry has it. */
    public List<String> verify(List<Published> models) {
        List<String> findings = new ArrayList<>();
        for (Published model : models) {
            find(findings, () -> {
                Path file = folder.resolve(MavenPath.jar(model.id()));
                byte[] jar = jar(model);
                for (Map.Entry<String, String> sum : SUMS.entrySet()) {
                    Path path = sibling(file, sum.getKey());
                    if (!Files.isRegularFile(path)
                            || !java.util.Arrays.equals(Files.readAllBytes(path), sum(sum.getValue(), jar))) {
                        throw new Tampered(
                                path + " is not the checksum that was published. Publish it again: aiot:hub-publish "
                                        + model.id());
                    }
                }
            });
        }
        find(findings, () -> {
            if (!models.isEmpty() || !digestThere().isEmpty()) {
                features(models);
            }
        });
        return findings;
    }

    private interface Look {
        void look() throws IOException;
    }

    private static void find(List<String> findings, Look look) {
        try {
            look.look();
        } catch (IOException e) {
            findings.add(e.getMessage());
        }
    }

    private void features(List<Published> models) throws IOException {
        if (!digestThere().equals(Whole.digest(FeaturesXml.forFolder(node, models)))) {
            throw new Tampered(
                    folder.resolve(FEATURES) + " is not what was published, and is not served. Publish again: "
                            + (models.isEmpty()
                                    ? "delete it"
                                    : "aiot:hub-publish " + models.get(0).id()));
        }
    }

    private byte[] jar(Published model) throws IOException {
        Path file = folder.resolve(MavenPath.jar(model.id()));
        String again = ", and is not served. Publish it again: aiot:hub-publish " + model.id();
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Whole.digest(bytes).equals(model.artefact())) {
                throw new Tampered(file + " is not what was published" + again);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new Tampered(file + " is missing" + again);
        }
    }

    /**
     * A file as a reader may have it.
     *
     * @param path below the repository
     * @param base the URL at which this reader sees the repository
     * @return empty where it is not among what is published
     * @throws Tampered where it was changed
     */
    public Optional<byte[]> read(String path, String base) throws IOException {
        if (announced.isEmpty()) {
            throw new Tampered("the registry has not been read yet; try again in a moment");
        }
        List<Published> models = announced.get();
        if (path.equals(FEATURES)) {
            return Optional.of(list(base));
        }
        for (Published model : models) {
            String jar = MavenPath.jar(model.id());
            if (path.equals(jar)) {
                return Optional.of(jar(model));
            }
            String algorithm = path.startsWith(jar) ? SUMS.get(path.substring(jar.length())) : null;
            if (algorithm != null) {
                return Optional.of(sum(algorithm, jar(model)));
            }
        }
        return Optional.empty();
    }

    /** Not while it is written. */
    private synchronized byte[] list(String base) throws IOException {
        List<Published> models = announced.orElseThrow();
        if (!models.isEmpty() || !digestThere().isEmpty()) {
            features(models);
        }
        return FeaturesXml.forReader(node, models, base);
    }

    private static byte[] sum(String algorithm, byte[] bytes) {
        return Whole.digest(algorithm, bytes).getBytes(US_ASCII);
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
