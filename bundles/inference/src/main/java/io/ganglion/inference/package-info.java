// SPDX-License-Identifier: Apache-2.0
/** Models in a framework: bundles that bring them, engines that come and go, and the services that tell of both. */
package io.ganglion.inference;
