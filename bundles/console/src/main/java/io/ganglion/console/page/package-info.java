// SPDX-License-Identifier: Apache-2.0
/** The files of the front end, as they lie in this bundle below {@code /web}. Nothing is made up here at run time. */
package io.ganglion.console.page;
