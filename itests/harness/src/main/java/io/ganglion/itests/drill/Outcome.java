// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a drill found.
 *
 * @param figures by field name, in order
 * @param faults what did not hold, one sentence each; empty where it holds
 */
public record Outcome(Map<String, Long> figures, List<String> faults) {
    public Outcome {
        figures = new LinkedHashMap<>(figures);
        faults = List.copyOf(faults);
    }

    public boolean holds() {
        return faults.isEmpty();
    }

    /** The last line of a drill. */
    String line(String name) {
        ObjectNode line = new ObjectMapper().createObjectNode();
        line.put("name", name);
        figures.forEach(line::put);
        line.put("holds", holds());
        return line.toString();
    }
}
