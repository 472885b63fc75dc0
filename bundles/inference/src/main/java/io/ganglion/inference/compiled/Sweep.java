// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;

/**
 * How a window of a convolution or pooling moves over a series.
 *
 * @param before steps of padding before the first one; below 0 where a stride is longer than its window and mode Same
 *     shares what is left over between both ends
 * @param outputs how many windows
 * @param inputs steps that it moves over
 */
record Sweep(int kernel, int stride, int dilation, int before, int outputs, int inputs) {
    private static final int LIMIT = 1 << 12;

    static Sweep read(Settings settings, int steps) throws ModelException {
        int kernel = settings.first("kernelSize", 1, LIMIT);
        int stride = settings.first("stride", 1, LIMIT);
        int dilation = settings.body().has("dilation") ? settings.first("dilation", 1, LIMIT) : 1;
        int padding = settings.first("padding", 0, LIMIT);
        int reach = (kernel - 1) * dilation + 1;
        String mode = settings.text("convolutionMode", "Truncate");
        int even = (steps + stride - 1) / stride;
        return switch (mode) {
            case "Same" -> new Sweep(kernel, stride, dilation, ((even - 1) * stride + reach - steps) / 2, even, steps);
            case "Causal" -> new Sweep(kernel, stride, dilation, reach - 1, even, steps);
            case "Truncate", "Strict", "null" -> {
                int over = steps + 2 * padding - reach;
                if (over < 0) {
                    throw settings.wrong("needs " + reach + " steps for one window, but gets " + steps + " and "
                            + 2 * padding + " of padding; is steps in model.json right?");
                }
                if (mode.equals("Strict") && over % stride != 0) {
                    throw settings.wrong("in mode Strict leaves " + over % stride + " of " + steps + " steps over");
                }
                yield new Sweep(kernel, stride, dilation, padding, over / stride + 1, steps);
            }
            default -> throw Settings.foreign(settings.label() + " has convolution mode " + mode);
        };
    }

    /** The step that a window's tap stands on; outside of the series on padding. */
    int source(int window, int tap) {
        return window * stride - before + tap * dilation;
    }

    /** Whether every window lies on steps that follow each other. */
    boolean isInside() {
        return before <= 0 && dilation == 1 && (outputs - 1) * stride - before + kernel <= inputs;
    }
}
