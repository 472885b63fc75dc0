// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.ganglion.contract.evolution.Differences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random pairs of schemas and random documents, with networknt as the oracle: where the check finds nothing narrower, every
 * document that keeps the old schema keeps the new one.
 */
class EvolutionPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] NAMES = {"a", "b", "c"};
    private static final String[] TYPES = {"string", "number", "integer", "boolean", "null", "object", "array"};
    private static final String[] PATTERNS = {"^a", "b$", "[0-9]"};

    private static JsonSchema oracle(JsonNode schema) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .failFast(true)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
    }

    private final SplittableRandom random = new SplittableRandom(41);

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private JsonNode schema(int depth) {
        if (chance(25)) {
            return JSON.getNodeFactory().booleanNode(!chance(4));
        }
        ObjectNode schema = JSON.createObjectNode();
        if (chance(3)) {
            schema.put("type", TYPES[random.nextInt(TYPES.length)]);
        } else if (chance(3)) {
            schema.putArray("type").add(TYPES[random.nextInt(TYPES.length)]).add(TYPES[random.nextInt(TYPES.length)]);
        }
        for (String bound : new String[] {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}) {
            if (chance(6)) {
                schema.put(bound, random.nextInt(7) - 2);
            }
        }
        if (chance(8)) {
            schema.put("multipleOf", new double[] {0.5, 1, 2, 3}[random.nextInt(4)]);
        }
        for (String count : new String[] {"minLength", "maxLength", "minItems", "maxItems", "minProperties"}) {
            if (chance(10)) {
                schema.put(count, random.nextInt(4));
            }
        }
        if (chance(10)) {
            schema.put("pattern", PATTERNS[random.nextInt(PATTERNS.length)]);
        }
        if (chance(7)) {
            ArrayNode values = schema.putArray("enum");
            for (int i = random.nextInt(3); i >= 0; i--) {
                values.add(document(1));
            }
        }
        if (depth > 0) {
            deeper(schema, depth);
        }
        return schema;
    }

    private void deeper(ObjectNode schema, int depth) {
        if (chance(2)) {
            ObjectNode members = schema.putObject("properties");
            for (String name : NAMES) {
                if (chance(2)) {
                    members.set(name, schema(depth - 1));
                }
            }
            if (chance(2)) {
                schema.put("additionalProperties", false);
            } else if (chance(6)) {
                schema.set("additionalProperties", schema(0));
            }
        }
        if (chance(3)) {
            schema.putArray("required").add(NAMES[random.nextInt(3)]);
        }
        if (chance(4)) {
            schema.set("items", schema(depth - 1));
        }
        if (chance(12)) {
            schema.putArray("prefixItems").add(schema(0));
        }
        if (chance(10)) {
            schema.putObject("patternProperties").set("^[ab]", schema(0));
        }
        if (chance(12)) {
            schema.put("uniqueItems", random.nextBoolean());
        }
        for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (chance(8)) {
                schema.putArray(choice).add(schema(depth - 1)).add(schema(depth - 1));
            }
        }
        if (chance(15)) {
            schema.set("not", schema(0));
        }
        if (chance(15)) {
            schema.set("if", schema(0));
            schema.set("then", schema(0));
        }
    }

    private JsonNode document(int depth) {
        int kind = random.nextInt(depth > 0 ? 9 : 6);
        switch (kind) {
            case 0:
                return JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 1:
                return JSON.nullNode();
            case 2:
                return JSON.getNodeFactory().numberNode((random.nextInt(17) - 6) / 2.0);
            case 3:
                return JSON.getNodeFactory().numberNode(random.nextInt(9) - 3);
            case 4, 5:
                return JSON.getNodeFactory()
                        .textNode(new String[] {"", "a", "ab", "b1", "abc1", "zzzz"}[random.nextInt(6)]);
            case 6:
                ArrayNode array = JSON.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(document(depth - 1));
                }
                return array;
            default:
                ObjectNode object = JSON.createObjectNode();
                for (String name : new String[] {"a", "b", "c", "d"}) {
                    if (chance(2)) {
                        object.set(name, document(depth - 1));
                    }
                }
                return object;
        }
    }

    /** A few keywords of a schema exchanged for those of others: pairs that have nothing in common prove nothing. */
    private JsonNode changed(JsonNode schema, int depth) {
        if (!schema.isObject() || chance(12)) {
            return schema(depth);
        }
        ObjectNode copy = schema.deepCopy();
        JsonNode other = schema(depth);
        List<String> names = new ArrayList<>();
        copy.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (chance(4)) {
                copy.remove(name);
            } else if (name.equals("properties")) {
                ObjectNode members = (ObjectNode) copy.get(name);
                for (String member : NAMES) {
                    if (members.has(member)) {
                        members.set(member, changed(members.get(member), Math.max(0, depth - 1)));
                    } else if (chance(4)) {
                        members.set(member, schema(0));
                    }
                }
            } else if (name.equals("items")) {
                copy.set(name, changed(copy.get(name), Math.max(0, depth - 1)));
            } else if (copy.get(name).isNumber() && chance(2)) {
                copy.put(name, Math.max(1, copy.get(name).asInt() + random.nextInt(3) - 1));
            }
        }
        other.fieldNames().forEachRemaining(name -> {
            if (chance(6)) {
                copy.set(name, other.get(name));
            }
        });
        return copy;
    }

    @Test
    void whereNothingIsNarrower_everyOldDocumentKeepsTheNewSchema() throws Exception {
        int proven = 0;
        int witnessed = 0;
        int refuted = 0;
        for (int pair = 0; pair < 6_000; pair++) {
            JsonNode older = schema(2);
            JsonNode newer = changed(older, 2);
            List<Differences.Finding> findings = Differences.between(List.of(older), List.of(newer), Map.of());
            boolean backward = findings.stream().noneMatch(Differences.Finding::narrower);
            boolean forward = findings.stream().noneMatch(Differences.Finding::wider);
            proven += backward && !findings.isEmpty() ? 1 : 0;
            JsonSchema old = oracle(older);
            JsonSchema now = oracle(newer);
            boolean broken = false;
            for (int i = 0; i < 60; i++) {
                JsonNode document = JSON.readTree(document(3).toString());
                boolean keepsOld = old.validate(document).isEmpty();
                boolean keepsNew = now.validate(document).isEmpty();
                witnessed += backward && keepsOld ? 1 : 0;
                broken |= keepsOld && !keepsNew;
                String what = older + "\n" + newer + "\n" + document + "\n" + findings;
                assertThat(backward && keepsOld && !keepsNew).as(what).isFalse();
                assertThat(forward && keepsNew && !keepsOld).as(what).isFalse();
            }
            refuted += !backward && broken ? 1 : 0;
        }
        // It would be sound, and useless, to call everything breaking.
        assertThat(proven).isGreaterThan(300);
        assertThat(witnessed).isGreaterThan(10_000);
        assertThat(refuted).isGreaterThan(1_000);
    }
}
