// SPDX-License-Identifier: Apache-2.0
/** Which models are here, what became of each, and which one answers for which contract. No OSGi but for its versions. */
package io.ganglion.inference.models;
