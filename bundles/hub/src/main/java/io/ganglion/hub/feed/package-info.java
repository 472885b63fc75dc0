// SPDX-License-Identifier: Apache-2.0
/** The feature repository: a Maven-layout folder with a {@code features.xml}, and how a Karaf elsewhere reads it. */
package io.ganglion.hub.feed;
