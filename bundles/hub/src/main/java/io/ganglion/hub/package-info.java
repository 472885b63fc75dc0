// SPDX-License-Identifier: Apache-2.0
/** The model registry as a service: what is known of models, and what may be done with them. Loads no network. */
package io.ganglion.hub;
