// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ganglion.api.model.ModelException;
import java.io.IOException;

/**
 * Looks at a configuration before DL4J does. DL4J makes whatever class its JSON names: only its own may be named there.
 */
final class ClassNames {
    private static final JsonFactory JSON = new JsonFactory();

    private ClassNames() {}

    static void check(byte[] configuration) throws ModelException {
        try (JsonParser parser = JSON.createParser(configuration)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().startsWith("@")) {
                    check(parser.currentName(), parser.nextTextValue());
                }
            }
        } catch (IOException e) {
            throw new ModelException("configuration.json is damaged: " + e.getMessage(), e);
        }
    }

    private static void check(String key, String name) throws ModelException {
        if (!key.equals("@class")
                || name == null
                || !(name.startsWith("org.deeplearning4j.nn.") || name.startsWith("org.nd4j.linalg."))) {
            throw new ModelException(
                    "configuration.json names a class that is not a part of a network: " + key + "=" + name);
        }
    }
}
