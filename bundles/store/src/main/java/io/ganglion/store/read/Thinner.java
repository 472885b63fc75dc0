// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Rows;
import java.util.List;

/** Takes rows in turn and gives the answer. */
interface Thinner {

    /** Takes the row at which a run stands; false where no more are wanted. */
    boolean take(Run row);

    Rows rows(List<String> attributes);
}
