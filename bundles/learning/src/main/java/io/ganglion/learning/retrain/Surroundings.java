// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import java.util.Optional;

/** The node's other services, each of which may come and go. */
interface Surroundings {
    <T> Optional<T> find(Class<T> type);
}
