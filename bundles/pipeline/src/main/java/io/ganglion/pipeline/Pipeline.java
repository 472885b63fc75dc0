// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.series.Tail;
import io.ganglion.pipeline.lane.Fittings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The fast road as services. Parts come and go while data flow; each exchange takes effect between two batches. */
@Component(
        service = {Intake.class, Flow.class, Quarantine.class, Devices.class, Tail.class},
        configurationPid = PipelineConfig.PID,
        immediate = true)
@Designate(ocd = PipelineConfig.class)
public final class Pipeline implements Intake, Flow, Quarantine, Devices, Tail {

    private final FastRoad fastRoad;
    private final Map<ServiceReference<Stage>, Stage> stages = new HashMap<>();
    private final List<Outlet> outlets = new ArrayList<>();
    private final List<Keeper> keepers = new ArrayList<>();
    private Optional<Contracts> contracts = Optional.empty();

    @Activate
    public Pipeline(BundleContext context, @Reference Node node, PipelineConfig config) {
        this(node, Settings.of(config), context.getBundle().getVersion().toString(), InstantSource.system());
    }

    Pipeline(Node node, Settings settings, String version, InstantSource clock) {
        fastRoad = new FastRoad(node, settings, version, clock, System::nanoTime);
        fastRoad.start();
    }

    @Deactivate
    void stop() throws InterruptedException {
        fastRoad.stop();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindContracts(Contracts bound) {
        contracts = Optional.of(bound);
        refit();
    }

    synchronized void unbindContracts(Contracts unbound) {
        if (contracts.filter(bound -> bound == unbound).isPresent()) {
            contracts = Optional.empty();
            refit();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, updated = "updateStage")
    synchronized void bindStage(ServiceReference<Stage> reference, Stage stage) {
        stages.put(reference, stage);
        refit();
    }

    /** Its ranking may have changed. */
    synchronized void updateStage(ServiceReference<Stage> reference) {
        refit();
    }

    synchronized void unbindStage(ServiceReference<Stage> reference) {
        stages.remove(reference);
        refit();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindOutlet(Outlet outlet) {
        outlets.add(outlet);
        refit();
    }

    synchronized void unbindOutlet(Outlet outlet) {
        outlets.remove(outlet);
        refit();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindKeeper(Keeper keeper) {
        keepers.add(keeper);
        refit();
    }

    synchronized void unbindKeeper(Keeper keeper) {
        keepers.remove(keeper);
        refit();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindDriver(Driver driver) {
        fastRoad.add(driver);
    }

    void unbindDriver(Driver driver) {
        fastRoad.remove(driver);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPolledDriver(PolledDriver driver) {
        fastRoad.addPolled(driver);
    }

    void unbindPolledDriver(PolledDriver driver) {
        fastRoad.removePolled(driver);
    }

    private void refit() {
        List<Stage> ranked = stages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Collections.reverseOrder()))
                .map(Map.Entry::getValue)
                .toList();
        fastRoad.fit(new Fittings(contracts, ranked, outlets, keepers));
    }

    @Override
    public boolean offer(Payload payload, Acknowledgement done) {
        return fastRoad.road.offer(payload, done);
    }

    @Override
    public FlowCounters counters() {
        return fastRoad.counters();
    }

    @Override
    public String trouble() {
        return fastRoad.trouble();
    }

    @Override
    public List<QuarantinedPayload> list(int limit) {
        return fastRoad.ward.register().list(limit);
    }

    @Override
    public List<QuarantinedPayload> list(Selection selection, int limit) {
        return fastRoad.ward.register().list(selection, limit);
    }

    @Override
    public List<Group> groups(Selection selection) {
        return fastRoad.ward.register().groups(selection);
    }

    @Override
    public long expired() {
        return fastRoad.ward.removed();
    }

    @Override
    public Replay replay(Selection selection) {
        return fastRoad.replayer.replay(selection);
    }

    @Override
    public long discard(Selection selection) {
        return fastRoad.ward.discard(selection);
    }

    @Override
    public Optional<QuarantinedPayload> find(long id) {
        return fastRoad.ward.register().find(id);
    }

    @Override
    public long size() {
        return fastRoad.ward.register().size();
    }

    @Override
    public List<Device> list() {
        return fastRoad.road.list();
    }

    @Override
    public List<Observation> recent(String device, int limit) {
        return fastRoad.road.recent(device, limit);
    }

    @Override
    public Subscription follow(Predicate<Observation> filter, Consumer<Observation> listener) {
        return fastRoad.road.follow(filter, listener);
    }
}
