// SPDX-License-Identifier: Apache-2.0
/** Why a model said what it said, in the units of the sensors. Never on the fast road. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.explanation;
