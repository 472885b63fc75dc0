// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A change of the file other than new rows. Both parts run on the writer's thread. */
public interface Errand {

    /** Part of a transaction; may be run again where that failed. */
    void write(Connection connection) throws SQLException, IOException;

    /** Whether chunks come or go. */
    default boolean changesChunks() {
        return false;
    }

    /** The transaction is durable. */
    default void done() {}
}
