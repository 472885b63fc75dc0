// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ganglion.api.device.Payload;
import java.io.IOException;

/**
 * Who a payload says that it is. A payload in a file has no topic that would name its device and its contract.
 *
 * @param device the last part of its {@code id}, or {@code unknown}
 * @param type its {@code type}, or empty
 */
record Claim(String device, String type) {
    private static final JsonFactory JSON = new JsonFactory();

    /** What could be read before the first fault in the body. */
    static Claim of(byte[] body) {
        String id = "";
        String type = "";
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.FIELD_NAME && (id.isEmpty() || type.isEmpty())) {
                    String name = in.currentName();
                    JsonToken value = in.nextToken();
                    if (value == JsonToken.VALUE_STRING && name.equals("id")) {
                        id = in.getText();
                    } else if (value == JsonToken.VALUE_STRING && name.equals("type")) {
                        type = in.getText();
                    } else {
                        in.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            // The decoder says what is wrong with it, and where.
        }
        String device = id.substring(id.lastIndexOf(':') + 1);
        return new Claim(Payload.isName(device) ? device : "unknown", type);
    }
}
