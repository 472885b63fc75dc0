// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** Which kernel this JVM can run. */
final class Kernels {
    private Kernels() {}

    static Kernel fastest() {
        return vector() ? new VectorKernel() : new PlainKernel();
    }

    /** Asked by name: {@link VectorKernel} must not even be loaded where its module or package is absent. */
    private static boolean vector() {
        try {
            Class.forName("jdk.incubator.vector.FloatVector", false, Kernels.class.getClassLoader());
            return VectorKernel.LANES >= 4;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
