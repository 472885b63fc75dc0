// SPDX-License-Identifier: Apache-2.0
/**
 * A seeded simulated pump with wear and faults, and the template for a new driver.
 *
 * <p>The driver proper is three files: {@code MachineConfig} (what a person sets), {@code MachineSettings} (the same,
 * checked) and {@code MachineDriver} (the component that the pipeline ticks). Everything else is what it reads from: here
 * a simulation, in a driver of yours a wire. What it reads is not judged here.
 */
package io.ganglion.driver.machine;
