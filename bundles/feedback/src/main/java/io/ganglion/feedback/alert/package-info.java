// SPDX-License-Identifier: Apache-2.0
/**
 * When many anomalous readings are one episode. What runs on the fast road is pure: no clock, no thread, no I/O; what it sees
 * is written behind it, by one thread.
 */
package io.ganglion.feedback.alert;
