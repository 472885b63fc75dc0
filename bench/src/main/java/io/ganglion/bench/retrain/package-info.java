// SPDX-License-Identifier: Apache-2.0
/** What a retraining in its own process costs the node beside it. */
package io.ganglion.bench.retrain;
