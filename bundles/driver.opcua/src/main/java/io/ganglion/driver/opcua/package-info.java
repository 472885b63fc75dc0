// SPDX-License-Identifier: Apache-2.0
/**
 * Reads OPC UA servers: a map in the configuration says which variable is which attribute, and what they hold leaves as
 * key-values of the entity, for the contract to judge. Values that the server itself calls bad are left out here.
 */
package io.ganglion.driver.opcua;
