// SPDX-License-Identifier: Apache-2.0
/** The work-order desk: from the episode to the verdict, forward only. What was wrong is corrected by a new fact. */
package io.ganglion.feedback.order;
