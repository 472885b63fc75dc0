// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One accepted reading of one device: a primitive row in contract order.
 *
 * <p>Immutable by agreement: the row is handed over, not copied, and nobody writes to it again.
 *
 * @param contract whose attribute order the row has
 * @param device the device's name at this site
 * @param entity the NGSI-LD id in the payload, for example {@code urn:ngsi-ld:Pump:pump-7}
 * @param time when the device observed it, nanoseconds since the epoch
 * @param receivedAt when it arrived, nanoseconds since the epoch by this node's clock
 * @param values shape {@code [attributes]}, in the unit of each attribute; {@code NaN} where the bit in {@code good} is 0
 * @param good quality mask: bit {@code i} is 1 where {@code values[i]} was sent and is in range
 * @param texts text attributes in the order of {@link Contract#texts()}, empty string where absent
 * @param replayed whether it comes out of the quarantine, after a fix
 */
public record Observation(
        Contract contract,
        String device,
        String entity,
        long time,
        long receivedAt,
        double[] values,
        long good,
        List<String> texts,
        boolean replayed)
        implements Verdict {
    public Observation {
        requireNonNull(device, "device");
        requireNonNull(entity, "entity");
        requireNonNull(texts, "texts");
        if (values.length != contract.attributes().size()) {
            throw new IllegalArgumentException("a row has one value an attribute: contract=" + contract.reference()
                    + " attributes=" + contract.attributes().size() + " values=" + values.length);
        }
    }

    /** One that came straight from its device. */
    public Observation(
            Contract contract,
            String device,
            String entity,
            long time,
            long receivedAt,
            double[] values,
            long good,
            List<String> texts) {
        this(contract, device, entity, time, receivedAt, values, good, texts, false);
    }

    /** Whether column {@code i} holds a value. */
    public boolean isGood(int column) {
        return (good >>> column & 1L) != 0;
    }
}
