// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

/**
 * Who posts.
 *
 * @param name of the shared key, or the common name of the certificate
 * @param gateway whether it may post for other devices than itself
 */
record Caller(String name, boolean gateway) {

    /** Whoever reaches the plain door. */
    static final Caller ANYBODY = new Caller("", true);

    boolean speaksFor(String device) {
        return gateway || name.equals(device);
    }
}
