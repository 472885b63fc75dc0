// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the disk's refusal means to the operator. */
final class Diagnosis {

    private static final Set<SQLiteErrorCode> DAMAGED =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

    private static final String NO_ROOM = "no room for %s. Free disk space there; it goes on by itself";

    /** Less than a commit needs, bytes. */
    private static final long FULL = 256 << 10;

    private Diagnosis() {}

    static boolean isDamaged(Throwable t) {
        return t instanceof SQLiteException e && DAMAGED.contains(primary(e));
    }

    /** For the writer: one sentence with the next step. */
    static String ofWriting(Throwable t, Path file) {
        return of("the quarantine cannot be written, refused payloads wait in memory: ", t, file);
    }

    /** For a reader. */
    static String ofReading(Throwable t, Path file) {
        return of("the quarantine cannot be read: ", t, file);
    }

    private static String of(String what, Throwable t, Path file) {
        if (isFull(file)) {
            return what + NO_ROOM.formatted(file);
        }
        if (t instanceof SQLiteException e) {
            return what
                    + switch (primary(e)) {
                        case SQLITE_FULL -> NO_ROOM.formatted(file);
                        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> "no right to write " + file
                                + ". Make it and its folder writable for the node; it goes on by itself";
                        case SQLITE_CORRUPT, SQLITE_NOTADB -> file
                                + " is damaged. It is put aside and a new one is begun";
                        default -> file + ": " + e.getMessage() + ". It is tried again";
                    };
        }
        return what + file + ": " + t + ". It is tried again";
    }

    /** A full disk has many words: a failed write, a failed mapping, a library that cannot be unpacked. */
    private static boolean isFull(Path file) {
        try {
            Path folder = file.getParent();
            return Files.isDirectory(folder) && Files.getFileStore(folder).getUsableSpace() < FULL;
        } catch (IOException e) {
            return false;
        }
    }

    /** Without the extension in the upper bits, for example {@code SQLITE_IOERR} of {@code SQLITE_IOERR_FSYNC}. */
    private static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xFF);
    }
}
