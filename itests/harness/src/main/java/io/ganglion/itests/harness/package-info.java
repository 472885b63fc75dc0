// SPDX-License-Identifier: Apache-2.0
/**
 * A built node from the outside, as its user sees it: started by the script, asked through the shell, spoken to by MQTT.
 *
 * <p>Nothing here links against a bundle of the house.
 */
package io.ganglion.itests.harness;
