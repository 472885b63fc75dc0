// SPDX-License-Identifier: Apache-2.0
/** {@code bench/run swap}: what it costs to exchange a model while messages flow. */
package io.ganglion.bench.swap;
