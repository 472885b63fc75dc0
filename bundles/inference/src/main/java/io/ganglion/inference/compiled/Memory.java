// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** What a cell makes of its gates, whatever its curves: one pass a curve, then plain loops. */
final class Memory {
    private Memory() {}

    static void remember(Kernel kernel, LstmCell cell, int rows, float[] gates, float[] cells, float[] hidden) {
        int units = cell.stride();
        for (int row = 0; row < rows; row++) {
            int at = row * LstmCell.BLOCKS * units;
            kernel.bend(cell.curve(), gates, at, at + units);
            kernel.bend(cell.gate(), gates, at + units, at + LstmCell.BLOCKS * units);
            int own = row * units;
            for (int i = 0; i < units; i++) {
                float kept = gates[at + LstmCell.FORGET * units + i] * cells[own + i];
                float added = gates[at + LstmCell.INPUT * units + i] * gates[at + i];
                cells[own + i] = kept + added;
                hidden[own + i] = kept + added;
            }
            kernel.bend(cell.curve(), hidden, own, own + units);
            for (int i = 0; i < units; i++) {
                hidden[own + i] *= gates[at + LstmCell.OUTPUT * units + i];
            }
        }
    }
}
