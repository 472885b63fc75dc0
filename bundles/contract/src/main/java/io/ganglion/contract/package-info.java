// SPDX-License-Identifier: Apache-2.0
/**
 * Contracts compiled into validators, and the codecs that read payloads. No transport, no storage.
 */
package io.ganglion.contract;
