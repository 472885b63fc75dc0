// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.model.ModelId;
import io.ganglion.learning.process.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Candidates with the rows that they were trained on, one folder each, so that a candidate can be made once more. The
 * newest stay.
 */
final class KeptTrainings {
    private static final String JAR = "model.jar";
    private static final String ROWS = "rows.gz";

    private final Path folder;
    private final int most;

    /** @param most how many stay, the one that is kept last among them */
    KeptTrainings(Path folder, int most) {
        this.folder = folder;
        this.most = Math.max(1, most);
    }

    /** Returns where the bundle lies now. Whole or not there: the folder gets its name when all is in it. */
    Path keep(ModelId id, Path jar, Path rows) throws IOException {
        Files.createDirectories(folder);
        Path draft = folder.resolve("draft");
        Trees.delete(draft);
        Files.createDirectories(draft);
        moved(jar, draft.resolve(JAR));
        moved(rows, draft.resolve(ROWS));
        Path kept = folder.resolve(id.toString());
        Trees.delete(kept);
        Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(folder)) {
            parent.force(true);
        }
        forget();
        return kept.resolve(JAR);
    }

    private static void moved(Path from, Path to) throws IOException {
        Files.move(from, to);
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private void forget() throws IOException {
        List<Path> all = new ArrayList<>(folders());
        all.sort(Comparator.comparing(KeptTrainings::age).reversed());
        for (Path old : all.subList(Math.min(most, all.size()), all.size())) {
            Trees.delete(old);
        }
    }

    private static FileTime age(Path kept) {
        try {
            return Files.getLastModifiedTime(kept);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** Whose training is kept. */
    List<ModelId> list() throws IOException {
        return folders().stream()
                .map(kept -> ModelId.parse(kept.getFileName().toString()))
                .toList();
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(kept -> kept.getFileName().toString().indexOf('@') > 0)
                    .toList();
        }
    }
}
