// SPDX-License-Identifier: Apache-2.0
/** The rows that devices were commissioned with, kept over restarts and over versions of a model. */
package io.ganglion.inference.commissioning;
