// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One attribute and where it lies in the slave.
 *
 * @param attribute its name in the contract
 * @param area the table
 * @param address of its first register or bit, from 0
 * @param type how its bits make a number
 * @param order of registers and bytes
 * @param bit which bit of a register, 0 is the lowest; 0 for all other types
 * @param scaled whether a scale was given: then a bit is a number, otherwise a truth value
 * @param scale multiplies what was read
 * @param offset is added after that
 */
record Point(
        String attribute,
        Area area,
        int address,
        Type type,
        Order order,
        int bit,
        boolean scaled,
        BigDecimal scale,
        BigDecimal offset) {

    private static final int ADDRESSES = 65_536;

    Point {
        require(
                attribute.matches("[A-Za-z_][A-Za-z0-9_:]{0,127}"),
                "an attribute's name has letters, digits, _ and :",
                attribute);
        require(area.registers || type == Type.BIT, "a coil or discrete input is a bit", attribute);
        require(bit >= 0 && bit < 16, "a bit of a register is 0 to 15", attribute);
        require(address >= 0 && address + width(area, type) <= ADDRESSES, "an address is 0 to 65535", attribute);
    }

    private static void require(boolean holds, String rule, String attribute) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": attribute=" + attribute);
        }
    }

    /** Reads {@code ATTRIBUTE=AREA:ADDRESS:TYPE:ORDER:SCALE:OFFSET}; for a bit, its number stands where the order does. */
    static Point of(String entry) {
        int equals = entry.indexOf('=');
        String[] parts = entry.substring(equals + 1).strip().split("\\s*:\\s*", -1);
        if (equals < 1 || parts.length < 2 || parts.length > 6) {
            throw new IllegalArgumentException(
                    "an entry is ATTRIBUTE=AREA:ADDRESS:TYPE:ORDER:SCALE:OFFSET: registers=" + entry);
        }
        try {
            Area area = Area.named(parts[0]);
            Type type = Type.named(part(parts, 2, area.registers ? "uint16" : "bit"));
            boolean bit = type == Type.BIT;
            String third = part(parts, 3, bit ? "0" : "abcd");
            return new Point(
                    entry.substring(0, equals).strip(),
                    area,
                    Integer.parseInt(parts[1]),
                    type,
                    bit ? Order.ABCD : Order.named(third),
                    bit ? Integer.parseInt(third) : 0,
                    parts.length > 4,
                    new BigDecimal(part(parts, 4, "1")),
                    new BigDecimal(part(parts, 5, "0")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ": registers=" + entry, e);
        }
    }

    private static String part(String[] parts, int index, String otherwise) {
        return parts.length > index && !parts[index].isEmpty() ? parts[index] : otherwise;
    }

    private static int width(Area area, Type type) {
        return area.registers ? type.width : 1;
    }

    /** How many registers, or bits of a table of bits, it takes. */
    int width() {
        return width(area, type);
    }

    /**
     * Its value as JSON.
     *
     * @param values registers, or 0 and 1, as read
     * @param at where its own begin
     * @return empty where what was read is no number
     */
    Optional<String> json(int[] values, int at) {
        if (type == Type.BIT) {
            int set = values[at] >> bit & 1;
            return Optional.of(scaled ? scaled(BigDecimal.valueOf(set)) : Boolean.toString(set == 1));
        }
        return type.number(order.bits(values, at, type.width)).map(this::scaled);
    }

    private String scaled(BigDecimal number) {
        return number.multiply(scale).add(offset).toString();
    }

    @Override
    public String toString() {
        return attribute + " at " + area + " " + address;
    }
}
