// SPDX-License-Identifier: Apache-2.0
/** The way to the maintenance systems and back: what is asked is kept until it is answered, and what is read is judged here. */
package io.ganglion.feedback.outbox;
