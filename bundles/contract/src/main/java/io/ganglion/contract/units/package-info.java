// SPDX-License-Identifier: Apache-2.0
/** Units by the codes that devices write, and exact linear conversions between them. The library behind shows nowhere else. */
package io.ganglion.contract.units;
