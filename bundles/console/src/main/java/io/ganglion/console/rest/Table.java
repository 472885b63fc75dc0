// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.ArrayList;
import java.util.List;

/** Every route. */
final class Table {

    private Table() {}

    static List<Route> routes(Services services, Plant plant, OverviewRoutes overview) {
        List<Route> routes = new ArrayList<>(overview.routes());
        routes.addAll(new DeviceRoutes(services, plant).routes());
        routes.addAll(new SeriesRoutes(services).routes());
        routes.addAll(new FeedbackRoutes(services).routes());
        routes.addAll(new WorkOrderRoutes(services).routes());
        routes.addAll(new ModelRoutes(services).routes());
        routes.addAll(new OperationRoutes(services).routes());
        return List.copyOf(routes);
    }
}
