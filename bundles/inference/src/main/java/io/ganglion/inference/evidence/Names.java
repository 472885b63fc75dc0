// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

/** Names as numbers, the same on every node and in every release: shares of devices depend on it. */
public final class Names {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Names() {}

    /** FNV-1a over the characters, then stirred (MurmurHash3's finaliser), so that {@code pump-1} and {@code pump-2} part. */
    public static long hash(String name) {
        long hash = OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
