// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * One attribute and where it lies in the server.
 *
 * @param attribute its name in the contract
 * @param node the variable
 */
record Variable(String attribute, NodeId node) {

    Variable {
        if (!attribute.matches("[A-Za-z_][A-Za-z0-9_:]{0,127}")) {
            throw new IllegalArgumentException(
                    "an attribute's name has letters, digits, _ and :: attribute=" + attribute);
        }
    }

    /** Reads {@code ATTRIBUTE=NODE ID}; the node id holds equals signs of its own. */
    static Variable of(String entry) {
        int equals = entry.indexOf('=');
        NodeId node = equals < 1
                ? null
                : NodeId.parseOrNull(entry.substring(equals + 1).strip());
        if (node == null) {
            throw new IllegalArgumentException(
                    "an entry is ATTRIBUTE=NODE ID, for example motorCurrent=ns=2;s=Pump.Current: nodes=" + entry);
        }
        return new Variable(entry.substring(0, equals).strip(), node);
    }

    @Override
    public String toString() {
        return attribute + " at " + node.toParseableString();
    }
}
