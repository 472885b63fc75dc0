// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.uplink.message.Envelope;
import io.ganglion.uplink.message.Letter;
import io.ganglion.uplink.wire.Outgoing;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Makes parcels of what waits: one message each, or many in an envelope. Takes what is there; waits for nothing. */
final class Packer {
    private static final String JSON = "application/json";

    private final Settings settings;
    private final String topic;
    private long plain;
    private long packed;

    Packer(Settings settings) {
        this.settings = settings;
        this.topic = "ganglion/" + settings.site() + "/uplink/" + settings.node();
    }

    /**
     * Takes from the front of what waits, which is not empty.
     *
     * @param most messages together
     * @param limit bytes that the broker takes
     */
    Parcel next(Deque<Cargo> waiting, boolean urgent, int most, long limit) {
        if (settings.format() == Settings.Format.MESSAGES) {
            Cargo cargo = waiting.removeFirst();
            Letter letter = cargo.letter();
            Outgoing outgoing = new Outgoing(letter.topic(), letter.body(), JSON, letter.id(), letter.replayed());
            return new Parcel(outgoing, List.of(cargo), urgent);
        }
        List<Cargo> together = gather(waiting, Math.min(most, settings.batchEntries()));
        Parcel parcel = pack(together, urgent);
        while (parcel.outgoing().bytes() > limit && together.size() > 1) {
            List<Cargo> rest = together.subList(together.size() / 2, together.size());
            for (int i = rest.size() - 1; i >= 0; i--) {
                waiting.addFirst(rest.get(i));
            }
            rest.clear();
            parcel = pack(together, urgent);
        }
        return parcel;
    }

    private List<Cargo> gather(Deque<Cargo> waiting, int most) {
        List<Cargo> together = new ArrayList<>();
        int bytes = 0;
        do {
            Cargo next = waiting.removeFirst();
            together.add(next);
            bytes += next.letter().body().length + next.letter().topic().length();
            if (next.isAlone()) {
                break;
            }
        } while (together.size() < most
                && bytes < settings.batchBytes()
                && !waiting.isEmpty()
                && !waiting.getFirst().isAlone());
        return together;
    }

    private Parcel pack(List<Cargo> together, boolean urgent) {
        List<Letter> letters = together.stream().map(Cargo::letter).toList();
        byte[] body = Envelope.pack(settings.node(), letters);
        letters.forEach(letter -> plain += letter.topic().length() + letter.body().length);
        packed += body.length;
        return new Parcel(new Outgoing(topic, body, Envelope.CONTENT_TYPE, "", false), together, urgent);
    }

    /** How many bytes of topics and bodies one byte on the wire stands for; 1 where nothing was packed. */
    double compression() {
        return packed == 0 ? 1 : (double) plain / packed;
    }
}
