// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several majors of one contract, while devices go from one to the next. A device is held against the major that it last
 * kept; a new one, and one that fails there, against the newest first. Not thread-safe.
 */
final class Migration {
    /** The newest first. */
    private final List<Tongues> majors;

    private final Kept kept;

    /** The major that each device last kept. One for each claim; outlives a change of what is served. */
    static final class Kept extends LinkedHashMap<String, Integer> {
        private static final long serialVersionUID = 1L;
        /** The device heard of longest ago goes first, and is then tried anew. */
        private static final int DEVICES = 65_536;

        Kept() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > DEVICES;
        }
    }

    Migration(List<Tongues> majors, Kept kept) {
        this.majors = majors;
        this.kept = kept;
    }

    private Tongues own(String device) {
        Integer major = kept.get(device);
        for (int i = 0; major != null && i < majors.size(); i++) {
            if (majors.get(i).major() == major) {
                return majors.get(i);
            }
        }
        return null;
    }

    /** Where every major refuses, the refusal is that of the major which the device last kept, else of the newest. */
    Verdict decode(Payload payload) {
        Tongues own = own(payload.device());
        Verdict first = own == null ? null : own.decode(payload);
        if (first != null && isSettled(first)) {
            return first;
        }
        for (Tongues major : majors) {
            if (major != own) {
                Verdict verdict = major.decode(payload);
                if (!(verdict instanceof Rejection)) {
                    kept.put(payload.device(), major.major());
                    return verdict;
                }
                first = first == null ? verdict : first;
                if (isSettled(first)) {
                    return first;
                }
            }
        }
        return first;
    }

    /** Accepted, or refused for what no major could accept. */
    private static boolean isSettled(Verdict verdict) {
        if (!(verdict instanceof Rejection rejection)) {
            return true;
        }
        Reason reason = rejection.reason();
        return reason == Reason.EMPTY || reason == Reason.WRONG_DEVICE || Refusal.isOfForm(reason);
    }
}
