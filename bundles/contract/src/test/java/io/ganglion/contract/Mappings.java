// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Version;

/** The pump with other mappings than its own. */
final class Mappings {
    private Mappings() {}

    static CompiledContract pump(String mapping) {
        return pump(mapping, "", "");
    }

    /** With something else in its schema. */
    static CompiledContract pump(String mapping, String spot, String instead) {
        Map<String, byte[]> files = new HashMap<>(
                Bodies.files("Pump", "1.0.0", Bodies.PUMP.resolve("contract")).files());
        files.put("contract/mapping.json", Bodies.utf8(mapping));
        String schema = new String(files.get(ContractFiles.SCHEMA), java.nio.charset.StandardCharsets.UTF_8);
        files.put(ContractFiles.SCHEMA, Bodies.utf8(schema.replace(spot.isEmpty() ? "\u0000" : spot, instead)));
        return ContractReader.compile(new ContractFiles("Pump", Version.parseVersion("1.0.0"), files));
    }
}
