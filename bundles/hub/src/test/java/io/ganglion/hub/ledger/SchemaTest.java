// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

    @TempDir
    Path folder;

    private Ledger ledger(List<List<String>> migrations) throws Exception {
        return new Ledger(new SqliteDatabase(folder, Clock.systemUTC()), new Schema(migrations));
    }

    private static String note(Ledger ledger) {
        return ledger.transact(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT value, colour FROM hub_fact WHERE name = 'schema'")) {
                return row.getInt(1) + " " + row.getString(2);
            }
        });
    }

    @Test
    void tablesOfAnOlderRelease_areBroughtUp_once() throws Exception {
        try (Ledger old = ledger(List.of(Schema.first()))) {
            assertThat(old.transact(Records::all)).isEmpty();
        }
        List<String> second =
                List.of("ALTER TABLE hub_fact ADD COLUMN colour TEXT", "UPDATE hub_fact SET colour = 'blue'");
        for (int start = 0; start < 2; start++) {
            try (Ledger now = ledger(List.of(Schema.first(), second))) {
                assertThat(note(now)).isEqualTo("2 blue");
                assertThat(now.transact(Records::all)).isEmpty();
            }
        }
    }

    @Test
    void aMigrationThatFails_leavesTheTablesAsTheyWere() throws Exception {
        try (Ledger old = ledger(List.of(Schema.first()))) {
            old.transact(Records::all);
        }
        List<String> bad = List.of("DROP TABLE hub_step", "no statement");
        try (Ledger now = ledger(List.of(Schema.first(), bad))) {
            assertThatThrownBy(() -> now.transact(Records::all)).isInstanceOf(LedgerException.class);
        }
        try (Ledger old = ledger(List.of(Schema.first()))) {
            assertThat(old.transact(Records::all)).isEmpty();
        }
    }

    @Test
    void tablesOfANewerRelease_areLeftAlone() throws Exception {
        try (Ledger newer = ledger(List.of(Schema.first(), List.of()))) {
            newer.transact(Records::all);
        }
        try (Ledger now = ledger(List.of(Schema.first()))) {
            assertThatThrownBy(() -> now.transact(Records::all))
                    .hasMessageContaining("schema=2 known=1")
                    .hasMessageContaining("Install that release");
        }
    }
}
