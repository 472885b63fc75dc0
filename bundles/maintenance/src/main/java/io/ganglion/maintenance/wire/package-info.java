// SPDX-License-Identifier: Apache-2.0
/** HTTP to a system that may be slow, lying or gone: bounded in time and size before anybody parses it. */
package io.ganglion.maintenance.wire;
