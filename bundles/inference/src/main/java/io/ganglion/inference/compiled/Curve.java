// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * An activation with its dial.
 *
 * @param alpha the slope or threshold where it has one
 */
record Curve(Activation kind, float alpha) {
    static final Curve IDENTITY = new Curve(Activation.IDENTITY, 0);

    boolean isIdentity() {
        return kind == Activation.IDENTITY;
    }
}
