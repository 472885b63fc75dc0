// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import io.ganglion.api.contract.Contract;

/**
 * A device with a history.
 *
 * @param id the NGSI-LD id, for example {@code urn:ngsi-ld:Pump:pump-7}
 * @param device its name at this site
 * @param contract the version of its last row; says type, attributes, units and tags
 * @param first the oldest row's time, nanoseconds since the epoch
 * @param last the newest row's time
 * @param rows how many rows are kept
 */
public record Entity(String id, String device, Contract contract, long first, long last, long rows) {}
