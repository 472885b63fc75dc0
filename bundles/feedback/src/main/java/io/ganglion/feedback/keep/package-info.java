// SPDX-License-Identifier: Apache-2.0
/** What the loop knows, on the disk: facts that only grow, and beside them how things stand. One transaction an act. */
package io.ganglion.feedback.keep;
