// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

/** What became of a payload: the observation or observations it holds, or the reason why it holds none. */
public sealed interface Verdict permits Observation, Observations, Rejection {}
