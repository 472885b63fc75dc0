// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Finds the byte at which a value stands. For refusals only: it reads the document once more. */
final class Places {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Places() {}

    /** The offset of the value at a JSON Pointer, or of the innermost object around where it should be. */
    static long offset(byte[] body, String pointer) {
        long nearest = -1;
        int depth = -1;
        try (JsonParser in = FACTORY.createParser(body)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
                    continue;
                }
                JsonStreamContext context =
                        token.isStructStart() ? in.getParsingContext().getParent() : in.getParsingContext();
                String here = context.pathAsPointer(false).toString();
                if (pointer.equals(here)) {
                    return in.currentTokenLocation().getByteOffset();
                }
                if (here.length() > depth && pointer.startsWith(here + "/")) {
                    depth = here.length();
                    nearest = in.currentTokenLocation().getByteOffset();
                }
            }
        } catch (IOException e) {
            return nearest;
        }
        return nearest;
    }
}
