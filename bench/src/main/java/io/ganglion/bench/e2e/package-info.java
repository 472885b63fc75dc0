// SPDX-License-Identifier: Apache-2.0
/**
 * From a publish to an insight, in messages per CPU-second of the process under test, beside Node-RED and bare clients
 * on the same messages in the same run.
 */
package io.ganglion.bench.e2e;
