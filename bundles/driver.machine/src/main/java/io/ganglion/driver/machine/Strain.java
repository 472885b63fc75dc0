// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

/**
 * What is wrong with the pump itself at a moment, each 0 (nothing) to 1 (as bad as it gets).
 *
 * @param wear of bearing and impeller
 * @param suctionLoss of the margin to cavitation: a blocked strainer, a falling tank
 * @param valveClosed of the discharge valve
 */
record Strain(double wear, double suctionLoss, double valveClosed) {
    static final Strain NONE = new Strain(0, 0, 0);
}
