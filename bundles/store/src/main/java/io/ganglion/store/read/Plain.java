// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Rows;
import java.util.List;

/** As many rows as there is room for, as they are. */
final class Plain implements Thinner {

    private final int limit;
    private final boolean backwards;
    private final Table table = new Table();
    private boolean more;

    Plain(int limit, boolean backwards) {
        this.limit = limit;
        this.backwards = backwards;
    }

    @Override
    public boolean take(Run row) {
        more = table.size() == limit;
        if (!more) {
            table.add(row);
        }
        return !more;
    }

    @Override
    public Rows rows(List<String> attributes) {
        if (backwards) {
            table.reverse();
        }
        return table.rows(attributes, more);
    }
}
