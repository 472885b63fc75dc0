// SPDX-License-Identifier: Apache-2.0
/**
 * Who may come in by the web. Registered as the whiteboard context {@code ganglion}, so that every servlet that selects it
 * lies behind the same door; a servlet finds the login among the request's attributes.
 */
package io.ganglion.ngsi.login;
