// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.disk;

import java.nio.file.Path;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the disk's refusal means to the operator. */
public final class Diagnosis {

    private static final Set<SQLiteErrorCode> DAMAGED =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

    private Diagnosis() {}

    public static boolean isDamaged(Throwable t) {
        return t instanceof SQLiteException e && DAMAGED.contains(primary(e));
    }

    /** For the writer: one sentence with the next step. */
    public static String ofWriting(Throwable t, Path file) {
        return of("the history cannot be written, nothing is acknowledged: ", t, file);
    }

    /** For a reader. */
    public static String ofReading(Throwable t, Path file) {
        return of("the history cannot be read: ", t, file);
    }

    private static String of(String what, Throwable t, Path file) {
        if (t instanceof SQLiteException e) {
            return what
                    + switch (primary(e)) {
                        case SQLITE_FULL -> "no room for " + file + " (" + free(file)
                                + " MB free). Free disk space there, or lower max_mb of io.ganglion.store;"
                                + " it goes on by itself";
                        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> "no right to write " + file
                                + ". Make it and its folder writable for the node; it goes on by itself";
                        case SQLITE_CORRUPT, SQLITE_NOTADB -> file
                                + " is damaged. Restart the node: it puts the file aside and begins a new one";
                        default -> file + ": " + e.getMessage() + " (" + free(file) + " MB free). It is tried again";
                    };
        }
        return what + file + ": " + t + ". It is tried again";
    }

    private static long free(Path file) {
        return file.getParent().toFile().getUsableSpace() >> 20;
    }

    /** Without the extension in the upper bits, for example {@code SQLITE_IOERR} of {@code SQLITE_IOERR_FSYNC}. */
    private static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xFF);
    }
}
