// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ganglion.api.contract.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The contexts that this node knows by address, each with the digest that it is held against. None is ever fetched.
 * Thread-safe.
 */
public final class PinnedContexts {

    /** The address of the core context that answers name. */
    public static final String CORE = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld";

    /** A context in a request may name this many others. */
    private static final int LIST_LIMIT = 16;

    private static final int DEFINITIONS_LIMIT = 2_000;
    private static final String CORE_PREFIX = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context";
    private static final String CORE_DIGEST = "9c308a7b7c99837d0e5e3b409acc1ab923934378f3a53f9786bc44fc1ca0a3af";

    private final JsonNode core;
    private final Map<String, String> coreDefinitions;
    private final Terms coreTerms;
    private final Map<String, Pin> pins = new ConcurrentSkipListMap<>();
    private final Map<String, Terms> ofContracts = new ConcurrentHashMap<>();

    private record Pin(String digest, JsonNode context) {}

    /**
     * What a request or an answer is to be read by.
     *
     * @param terms its names
     * @param json as it is put into an answer, the core context last
     * @param link the one address that says the same; empty where it takes more than one
     */
    public record Scope(Terms terms, JsonNode json, Optional<String> link) {}

    public PinnedContexts() {
        byte[] bytes = resource("/context/core.jsonld");
        if (!digest(bytes).equals(CORE_DIGEST)) {
            throw new IllegalStateException("the core context of this bundle was changed: sha-256=" + digest(bytes));
        }
        core = BoundedJson.readObject(bytes).path("@context");
        coreDefinitions = new LinkedHashMap<>();
        collect(core, coreDefinitions, new TreeMap<>());
        coreTerms = Terms.of(coreDefinitions, "");
    }

    private static byte[] resource(String name) {
        try (InputStream in = PinnedContexts.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds a context under its address.
     *
     * @param sha256 of the bytes, in hexadecimal
     * @throws IllegalArgumentException where the bytes have another digest, or are no context
     */
    public void pin(String url, String sha256, byte[] bytes) {
        if (!digest(bytes).equalsIgnoreCase(sha256)) {
            throw new IllegalArgumentException("the context's digest differs from its pin: url=" + url + " sha-256="
                    + digest(bytes) + " pin=" + sha256);
        }
        if (url.startsWith(CORE_PREFIX)) {
            throw new IllegalArgumentException("the core context is this bundle's: url=" + url);
        }
        try {
            JsonNode context = BoundedJson.readObject(bytes).path("@context");
            collect(context, new LinkedHashMap<>(), new TreeMap<>());
            pins.put(url, new Pin(sha256, context));
        } catch (Problem e) {
            throw new IllegalArgumentException("not a context: url=" + url + ": " + e.getMessage(), e);
        }
    }

    /** Says that a contract's names are those of a pinned context. */
    public void assign(String contract, String url) {
        ofContracts.put(contract, of(url).terms());
    }

    public void unpin(String contract, String url) {
        ofContracts.remove(contract);
        pins.remove(url);
    }

    /** By which terms a contract's own names are read. */
    Terms of(Contract contract) {
        return ofContracts.getOrDefault(contract.name(), coreTerms);
    }

    /** Addresses and digests, the core context first. */
    public Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        list.put(CORE, CORE_DIGEST);
        pins.forEach((url, pin) -> list.put(url, pin.digest()));
        return list;
    }

    /** The document at an address. */
    public Optional<ObjectNode> find(String url) {
        JsonNode context =
                isCore(url) ? core : pins.containsKey(url) ? pins.get(url).context() : null;
        return Optional.ofNullable(context)
                .map(node -> BoundedJson.mapper().createObjectNode().set("@context", node));
    }

    /** The core context alone. */
    public Scope core() {
        return new Scope(coreTerms, TextNode.valueOf(CORE), Optional.of(CORE));
    }

    /** One context by address. */
    public Scope of(String url) {
        return of(TextNode.valueOf(url));
    }

    /**
     * Any value of {@code @context}: an address, an object, or an array of these.
     *
     * @throws Problem for an address that is not pinned, or a context that this node does not understand
     */
    public Scope of(JsonNode context) {
        Map<String, String> definitions = new LinkedHashMap<>();
        Map<String, String> vocabulary = new TreeMap<>();
        List<JsonNode> own = new ArrayList<>();
        for (JsonNode part : context.isArray() ? context : List.of(context)) {
            if (part.isArray()) {
                throw Problem.badData("an @context inside of an @context array cannot be an array");
            }
            if (!part.isTextual() || !isCore(part.textValue())) {
                own.add(part);
                if (own.size() > LIST_LIMIT) {
                    throw Problem.badData("an @context has at most " + LIST_LIMIT + " parts");
                }
                collect(part, definitions, vocabulary);
            }
        }
        if (own.isEmpty()) {
            return core();
        }
        definitions.putAll(coreDefinitions);
        ArrayNode json = BoundedJson.mapper().createArrayNode().addAll(own).add(CORE);
        Optional<String> link = own.size() == 1 && own.get(0).isTextual()
                ? Optional.of(own.get(0).textValue())
                : Optional.empty();
        return new Scope(Terms.of(definitions, vocabulary.getOrDefault("@vocab", "")), json, link);
    }

    private void collect(JsonNode context, Map<String, String> definitions, Map<String, String> vocabulary) {
        if (context.isTextual()) {
            Pin pin = pins.get(context.textValue());
            if (pin == null && !isCore(context.textValue())) {
                throw new Problem(
                                Problem.Kind.LD_CONTEXT_NOT_AVAILABLE,
                                "this node fetches no context, and has none pinned for "
                                        + Times.shortened(context.textValue()) + ". Pinned: "
                                        + String.join(" ", list().keySet()))
                        .with("pinned", list().keySet());
            }
            if (pin != null) {
                collect(pin.context(), definitions, vocabulary);
            }
        } else if (context.isArray()) {
            for (JsonNode part : context) {
                if (part.isArray()) {
                    throw Problem.badData("an @context inside of an @context array cannot be an array");
                }
                collect(part, definitions, vocabulary);
            }
        } else if (context.isObject()) {
            context.fields()
                    .forEachRemaining(entry -> define(entry.getKey(), entry.getValue(), definitions, vocabulary));
        } else {
            throw Problem.badData("an @context is an address, an object, or an array of these");
        }
        if (definitions.size() > DEFINITIONS_LIMIT) {
            throw Problem.badData("an @context defines at most " + DEFINITIONS_LIMIT + " terms");
        }
    }

    private static void define(
            String name, JsonNode value, Map<String, String> definitions, Map<String, String> vocabulary) {
        if (name.equals("@vocab") && value.isTextual()) {
            vocabulary.put(name, value.textValue());
        } else if (name.equals("@import") || name.equals("@base")) {
            throw Problem.badData(name + " in an @context is not understood by this node");
        } else if (name.startsWith("@")) {
            return; // @version, @protected, @language: no names
        } else if (value.isTextual()) {
            definitions.put(name, value.textValue());
        } else if (value.path("@id").isTextual()) {
            definitions.put(name, value.path("@id").textValue());
        } else if (value.isNull() || value.isObject()) {
            definitions.remove(name);
        } else {
            throw Problem.badData("the @context defines a term by neither text nor object: " + Times.shortened(name));
        }
    }

    private static boolean isCore(String url) {
        return url.startsWith(CORE_PREFIX) && url.endsWith(".jsonld");
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
