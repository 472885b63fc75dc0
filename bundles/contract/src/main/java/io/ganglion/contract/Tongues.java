// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which format a payload of one contract is in: by its media type, or by its first bytes where the protocol states none.
 * NGSI-LD comes first and pays nothing for the others. Not thread-safe.
 */
final class Tongues {
    private static final String GZIP = "+gzip";
    /** As it stands in JSON, its first quote aside. */
    private static final byte[] TYPE = (EntityReader.TYPE + '"').getBytes(StandardCharsets.US_ASCII);

    private final CompiledContract compiled;
    private final ShapeDecoder ngsiLd;
    private final Codecs codecs;
    private final Map<Codec, Codec.Reader> readers;
    private final Map<String, Tongue> tongues = new HashMap<>();
    private final Tongue entity;
    private final boolean converts;
    /** Whether the contract reads any other format. */
    private final boolean foreign;

    private final Marks marks = new Marks();
    private Map<String, Codec> current = Map.of();
    /** The media type that came last, which is most often the next one too, and what it says. */
    private String type = "";

    private String bareType = "";
    private boolean json = true;
    private Tongue tongueOfType;

    /** @param readers of this thread's codecs, which outlive a contract */
    Tongues(CompiledContract compiled, ShapeDecoder ngsiLd, Codecs codecs, Map<Codec, Codec.Reader> readers) {
        this.compiled = compiled;
        this.ngsiLd = ngsiLd;
        this.codecs = codecs;
        this.readers = readers;
        Mapping own = compiled.mappings.get(Mapping.NGSI_LD);
        entity = new Tongue(compiled, own, new EntityReader(compiled.contract.entityType(), compiled.time.name));
        converts = own.units() != Mapping.Units.EXACT;
        foreign = compiled.mappings.size() > 1;
    }

    int major() {
        return ngsiLd.major();
    }

    /** The devices whose shapes are remembered. */
    Set<String> devices() {
        return ngsiLd.devices();
    }

    Verdict decode(Payload payload) {
        if (mayBeJson(payload.mediaType()) && mayBeObject(payload.body())) {
            Verdict other = foreign && !mayBeEntity(payload.body()) ? unlike(payload) : null;
            if (other != null) {
                return other;
            }
            Verdict verdict = ngsiLd.decode(payload);
            return verdict instanceof Rejection rejection ? otherwise(payload, rejection) : verdict;
        }
        try {
            return foreign(payload);
        } catch (Refusal refusal) {
            return refusal.asRejection(compiled.reference);
        }
    }

    /** What another format makes of an object that is no entity; null where none accepts it. */
    private Verdict unlike(Payload payload) {
        Tongue tongue = recognise(payload.body());
        Verdict verdict = tongue == null ? null : tongue.decode(payload);
        return verdict instanceof Rejection ? null : verdict;
    }

    /**
     * Whether an object can have a type as every entity has: its name stands somewhere, or may hide behind an escape. Spares
     * the formats that have none a pass that ends in a refusal.
     */
    private static boolean mayBeEntity(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\\' || (body[i] == 't' && isType(body, i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isType(byte[] body, int at) {
        return at > 0
                && body[at - 1] == '"'
                && at + TYPE.length <= body.length
                && Arrays.equals(body, at, at + TYPE.length, TYPE, 0, TYPE.length);
    }

    private boolean mayBeJson(String mediaType) {
        if (!mediaType.equals(type)) {
            type = mediaType;
            bareType = MediaTypes.bare(mediaType);
            json = MediaTypes.isJson(mediaType) || MediaTypes.saysNothing(mediaType);
            tongueOfType = null;
        }
        return json;
    }

    /** An object, or at least nothing that another format begins with. */
    private static boolean mayBeObject(byte[] body) {
        return body.length == 0
                || body[0] == '{'
                || body[0] == ' '
                || body[0] == '\n'
                || body[0] == '\r'
                || body[0] == '\t';
    }

    /** An object that is no key-values, concise or normalised entity may be its history, or another format in JSON. */
    private Verdict otherwise(Payload payload, Rejection rejection) {
        switch (rejection.reason()) {
            case WRONG_TYPE, MISSING_ATTRIBUTE, UNKNOWN_ATTRIBUTE -> {}
            case WRONG_UNIT, OUT_OF_RANGE -> {
                // The unit may stand behind its value.
                return converts ? entity.decode(payload) : rejection;
            }
            default -> {
                return rejection;
            }
        }
        marks.read(payload.body());
        if (marks.isEntity()) {
            return marks.isTemporal() ? entity.decode(payload) : rejection;
        }
        Tongue tongue = recognise(payload.body());
        return tongue == null ? rejection : tongue.decode(payload);
    }

    private Verdict foreign(Payload payload) {
        boolean open = mayBeJson(payload.mediaType());
        String mediaType = bareType;
        byte[] body = payload.body();
        if (Gzip.is(body) || mediaType.endsWith(GZIP)) {
            Verdict verdict = decode(inflated(payload, mediaType));
            // An offset would be one of bytes that nobody has.
            return verdict instanceof Rejection r
                    ? new Rejection(r.reason(), r.path(), r.message(), r.contract(), -1)
                    : verdict;
        }
        if (body.length == 0) {
            throw new Refusal(Reason.EMPTY, "", 0, "no payload: 0 bytes");
        }
        Tongue tongue = open ? recognise(body) : ofType(mediaType);
        if (tongue != null) {
            return tongue.decode(payload);
        }
        if (open) {
            return ngsiLd.decode(payload);
        }
        throw new Refusal(Reason.UNSUPPORTED_MEDIA_TYPE, "", -1, unsupported(payload.mediaType()));
    }

    private static Payload inflated(Payload payload, String mediaType) {
        byte[] body = Gzip.inflate(payload.body());
        if (Gzip.is(body)) {
            throw new Refusal(Reason.MALFORMED, "", -1, "gzip within gzip");
        }
        String inner =
                mediaType.endsWith(GZIP) ? mediaType.substring(0, mediaType.length() - GZIP.length()) : mediaType;
        return new Payload(
                payload.driver(),
                payload.contract(),
                payload.device(),
                payload.topic(),
                inner.equals("application/gzip") ? "" : inner,
                body,
                payload.receivedAt(),
                payload.replayed());
    }

    private Tongue recognise(byte[] body) {
        for (String name : compiled.mappings.keySet()) {
            Codec codec = codecs().get(name);
            if (codec != null && codec.recognises(body)) {
                return tongue(codec);
            }
        }
        return null;
    }

    private Tongue ofType(String mediaType) {
        Map<String, Codec> known = codecs();
        if (tongueOfType != null) {
            return tongueOfType;
        }
        for (Codec codec : known.values()) {
            if (codec.mediaTypes().contains(mediaType) && compiled.mappings.containsKey(codec.name())) {
                tongueOfType = tongue(codec);
                return tongueOfType;
            }
        }
        return null;
    }

    private Map<String, Codec> codecs() {
        Map<String, Codec> latest = codecs.byName();
        if (latest != current) {
            current = latest;
            tongues.clear();
            tongueOfType = null;
            readers.keySet().retainAll(latest.values());
        }
        return latest;
    }

    private Tongue tongue(Codec codec) {
        return tongues.computeIfAbsent(
                codec.name(),
                name -> new Tongue(
                        compiled, compiled.mappings.get(name), readers.computeIfAbsent(codec, Codec::newReader)));
    }

    private String unsupported(String mediaType) {
        List<String> read = new ArrayList<>(List.of("application/json", "application/ld+json"));
        TreeSet<String> unmapped = new TreeSet<>();
        String bare = MediaTypes.bare(mediaType).toLowerCase(Locale.ROOT);
        for (Codec codec : codecs().values()) {
            if (compiled.mappings.containsKey(codec.name())) {
                codec.mediaTypes().stream().sorted().forEach(read::add);
            } else if (codec.mediaTypes().contains(bare)) {
                unmapped.add(codec.name());
            }
        }
        return (unmapped.isEmpty()
                        ? "media type must be one of " + read
                        : "the contract has no mapping for " + String.join(", ", unmapped)
                                + "; add one to its bundle, or send one of " + read)
                + ", in UTF-8: " + Refusal.quote(mediaType);
    }
}
