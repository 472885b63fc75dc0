// SPDX-License-Identifier: Apache-2.0
/**
 * NGSI-LD as a language: names and their contexts, readings and how they are written, queries and how they are read. Knows
 * no HTTP.
 */
package io.ganglion.ngsi.form;
