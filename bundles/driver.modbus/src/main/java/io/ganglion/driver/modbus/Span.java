// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one request reads.
 *
 * @param area the table
 * @param from first address
 * @param count registers or bits
 * @param points that lie in it
 */
record Span(Area area, int from, int count, List<Point> points) {

    Span {
        points = List.copyOf(points);
    }

    static Span of(Point point) {
        return new Span(point.area(), point.address(), point.width(), List.of(point));
    }

    /** As few requests as possible: neighbours go together, over a gap of up to {@code gap} addresses. */
    static List<Span> plan(List<Point> points, int gap) {
        List<Span> plan = new ArrayList<>();
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparing(Point::area).thenComparing(Point::address));
        for (Point point : sorted) {
            Span last = plan.isEmpty() ? null : plan.get(plan.size() - 1);
            if (last != null && last.takes(point, gap)) {
                plan.set(plan.size() - 1, last.with(point));
            } else {
                plan.add(of(point));
            }
        }
        return plan;
    }

    private boolean takes(Point point, int gap) {
        return area == point.area()
                && point.address() <= from + count + gap
                && point.address() + point.width() - from <= area.mostPerRequest;
    }

    private Span with(Point point) {
        List<Point> all = new ArrayList<>(points);
        all.add(point);
        return new Span(area, from, Math.max(count, point.address() + point.width() - from), all);
    }

    @Override
    public String toString() {
        return area + " " + from + (count == 1 ? "" : " to " + (from + count - 1));
    }
}
