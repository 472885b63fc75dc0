// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

/** A published schema of a message body. */
public final class Schema {

    private final JsonSchema schema;

    private Schema(JsonSchema schema) {
        this.schema = schema;
    }

    public static Schema of(String name) {
        return new Schema(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Schema.class.getResourceAsStream("/schema/" + name + ".json")));
    }

    public void verify(JsonNode body) {
        assertThat(schema.validate(body, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)))
                .as("violations of %s", body)
                .isEmpty();
    }
}
