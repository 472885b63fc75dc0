// SPDX-License-Identifier: Apache-2.0
/**
 * The REST surface {@code /api/v1}. One table of routes says who may call what, and what goes in and out; the OpenAPI document
 * is made of the same table, and answers are records, written as the table promises. No rule of the plant lives here.
 */
package io.ganglion.console.rest;
