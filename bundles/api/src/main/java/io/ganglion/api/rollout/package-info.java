// SPDX-License-Identifier: Apache-2.0
/**
 * Who answers, who is on trial beside, what came of it, and the way back.
 *
 * <p>Decides between versions that are on the node and proven; never where they come from (that is the hub's) nor how they
 * are made.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.rollout;
