// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The codecs of this node: those of this bundle, and whatever an integrator registers beside them. Of two with one name
 * the service with the higher ranking reads. Thread-safe: readers see an immutable snapshot.
 */
@Component(service = Codecs.class, property = "codec.cardinality.minimum:Integer=" + Codecs.BUILT_IN)
public final class Codecs {
    /** How many this bundle brings: without them all, nothing is read yet. */
    static final int BUILT_IN = 5;

    private final Map<Comparable<?>, Codec> services = new HashMap<>();
    private volatile Map<String, Codec> byName = Map.of();

    @Activate
    public Codecs() {}

    /** Those of this bundle, without a framework. */
    static Codecs builtIn() {
        Codecs codecs = new Codecs();
        codecs.byName = index(List.of(new Senml(), new Onem2m(), new KuraPayload(), new SparkplugB(), new PlainJson()));
        return codecs;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindCodec(ServiceReference<Codec> reference, Codec codec) {
        services.put(reference, codec);
        publish();
    }

    synchronized void unbindCodec(ServiceReference<Codec> reference) {
        services.remove(reference);
        publish();
    }

    private void publish() {
        List<Comparable<?>> ranked = new ArrayList<>(services.keySet());
        ranked.sort((a, b) -> ((ServiceReference<?>) a).compareTo(b));
        byName = index(ranked.stream().map(services::get).toList());
    }

    private static Map<String, Codec> index(List<Codec> codecs) {
        Map<String, Codec> index = new HashMap<>();
        codecs.forEach(codec -> index.put(codec.name(), codec));
        return Map.copyOf(index);
    }

    /** By name. Compared by identity: a new map means that something changed. */
    Map<String, Codec> byName() {
        return byName;
    }
}
