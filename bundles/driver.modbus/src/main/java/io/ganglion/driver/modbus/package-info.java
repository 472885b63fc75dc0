// SPDX-License-Identifier: Apache-2.0
/**
 * Reads Modbus TCP slaves: a map in the configuration says which registers are which attribute, and what was read leaves
 * as key-values of the entity, for the contract to judge.
 */
package io.ganglion.driver.modbus;
