// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.series.Journal;
import io.ganglion.store.chunk.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of one device under one contract, or what was thought of them. Guarded by its shelf, but for what says so. */
public final class Series {

    final int id;
    final Journal.Kind kind;
    final String contract;
    final String device;
    final String entity;

    private HotRows hot = new HotRows();
    private Latest sealed = Latest.none();

    // The writer's thread alone.
    private final List<Hot> staged = new ArrayList<>(4);
    private long newest = Long.MIN_VALUE;
    private Map<Long, List<Hot>> byTime;

    Series(int id, Journal.Kind kind, String contract, String device, String entity, Latest sealed) {
        this.id = id;
        this.kind = kind;
        this.contract = contract;
        this.device = device;
        this.entity = entity;
        this.sealed = sealed;
        newest = sealed.time();
    }

    public int id() {
        return id;
    }

    public Journal.Kind kind() {
        return kind;
    }

    public String contract() {
        return contract;
    }

    public String device() {
        return device;
    }

    public String entity() {
        return entity;
    }

    /** The writer's thread. */
    public boolean isNewer(long time) {
        return time > newest;
    }

    /** A row of this time that is not sealed, or is about to be kept, says the same. The writer's thread. */
    public boolean isHot(int version, Row row) {
        if (byTime == null) {
            byTime = new HashMap<>();
            hot.forEach(this::index);
            staged.forEach(this::index);
        }
        for (Hot known : byTime.getOrDefault(row.time(), List.of())) {
            if (known.contract() == version && known.row().saysTheSameAs(row)) {
                return true;
            }
        }
        return false;
    }

    private void index(Hot row) {
        byTime.computeIfAbsent(row.row().time(), any -> new ArrayList<>(1)).add(row);
    }

    /** Returns whether it is the first one. The writer's thread. */
    public boolean stage(Hot row) {
        staged.add(row);
        newest = Math.max(newest, row.row().time());
        if (byTime != null) {
            index(row);
        }
        return staged.size() == 1;
    }

    /** The disk took them. The writer's thread, with the shelf's lock. */
    int publish() {
        int count = staged.size();
        hot.addAll(staged);
        staged.clear();
        return count;
    }

    /** The disk did not take them. The writer's thread. */
    public void unstage() {
        staged.clear();
        byTime = null;
        newest = sealed.time();
        hot.forEach(row -> newest = Math.max(newest, row.row().time()));
    }

    /** With the shelf's lock. */
    List<Hot> hot() {
        return hot.snapshot();
    }

    /** With the shelf's lock. */
    boolean isCold() {
        return hot.isEmpty();
    }

    /** The first rows are sealed now. The writer's thread, with the shelf's lock. */
    void seal(int count, Latest latest) {
        hot = hot.rest(count);
        sealed = latest;
        byTime = null;
    }

    /** With the shelf's lock. */
    Latest sealed() {
        return sealed;
    }
}
