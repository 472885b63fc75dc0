// SPDX-License-Identifier: Apache-2.0
/**
 * The fast road: the door where payloads come in, the stages that work on observations, the quarantine for what was
 * refused, and the outlet for what leaves.
 *
 * <p>Everything in this package is about order, back-pressure and counting. A message is never dropped silently: it is
 * accepted, quarantined, in flight, or still with its sender.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.flow;
