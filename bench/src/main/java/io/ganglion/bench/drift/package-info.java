// SPDX-License-Identifier: Apache-2.0
/** How soon drift is seen, how often it is seen where there is none, and what that costs. */
package io.ganglion.bench.drift;
