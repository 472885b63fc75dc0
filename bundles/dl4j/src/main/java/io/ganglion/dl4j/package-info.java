// SPDX-License-Identifier: Apache-2.0
/**
 * Deeplearning4j's backend, up and pinned to the class loader that its native code lives in.
 *
 * <p>The rest of this bundle is the library as published. No layer, no model and no score of ours belongs here.
 */
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.dl4j;
