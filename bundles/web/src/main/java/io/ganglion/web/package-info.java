// SPDX-License-Identifier: Apache-2.0
/**
 * Who may come in by the web, and as what. Two whiteboard contexts: {@code ganglion}, where nobody comes without a login,
 * and {@code ganglion-public}, where a servlet judges for itself. A servlet finds the login among the request's attributes.
 *
 * <p>Logins go through JAAS; what a role is allowed is the servlets' affair.
 */
package io.ganglion.web;
