// SPDX-License-Identifier: Apache-2.0
/**
 * A seeded simulated pump with wear and faults, and the template for a new driver.
 */
package io.ganglion.driver.machine;
