// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

/**
 * Who speaks to the broker.
 *
 * @param user as {@code ganglion credential mqtt} printed it
 * @param password likewise
 */
public record Login(String user, String password) {
    @Override
    public String toString() {
        return user;
    }
}
