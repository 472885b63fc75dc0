// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import io.ganglion.api.device.Node;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Router;
import io.ganglion.hub.feed.FeatureRepository;
import io.ganglion.hub.feed.FeedKey;
import io.ganglion.hub.feed.FeedServlet;
import io.ganglion.hub.ledger.Database;
import io.ganglion.hub.ledger.Ledger;
import io.ganglion.hub.ledger.PostgresDatabase;
import io.ganglion.hub.ledger.SqliteDatabase;
import io.ganglion.hub.node.ModelBundles;
import io.ganglion.hub.shelf.Shelf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The registry as a service, and its pages on the web. */
@Component(service = Hub.class, configurationPid = HubConfig.PID, immediate = true)
@Designate(ocd = HubConfig.class)
public final class HubService implements Hub {

    private final String node;
    private final Ledger ledger;
    private final Registry registry;
    private final ModelBundles bundles;
    private final Rounds rounds;
    private final FeatureRepository repository;
    private final FeedKey key;
    private final String base;
    private final int keepVersions;
    private final Clock clock;
    private final List<ServiceRegistration<Servlet>> pages = new ArrayList<>();

    @Activate
    public HubService(BundleContext context, @Reference Node node, HubConfig config) throws IOException {
        this(context, node, config, database(config, node), secrets(context, node), Clock.systemUTC());
        rounds.start(Math.max(100, config.poll__ms()));
        page(context, FeedServlet.FEED, Optional.of(key), "");
        // Behind the door that the web's other pages have; where that door is absent, nobody gets in here.
        page(context, FeedServlet.REPOSITORY, Optional.empty(), "(osgi.http.whiteboard.context.name=ganglion)");
    }

    /** Without rounds and pages, for tests. */
    HubService(BundleContext context, Node node, HubConfig config, Database database, Path secrets, Clock clock)
            throws IOException {
        if (config.max__artefact__mb() < 1 || config.max__artefact__mb() > 1_024 || config.keep__versions() < 0) {
            throw new IllegalArgumentException("max_artefact_mb must be 1 to 1024, keep_versions at least 0: "
                    + config.max__artefact__mb() + ", " + config.keep__versions());
        }
        Path folder = node.data().resolve("hub");
        this.node = node.name();
        this.clock = clock;
        this.keepVersions = config.keep__versions();
        this.base = base(config, context);
        this.key = new FeedKey(secrets.resolve("hub-feed-key"));
        this.ledger = new Ledger(database);
        this.repository = new FeatureRepository(folder.resolve("repository"), node.name());
        Shelf shelf = new Shelf(folder.resolve("artefacts"), (long) config.max__artefact__mb() << 20);
        this.registry = new Registry(node.name(), ledger, shelf, repository, clock);
        this.bundles = new ModelBundles(context);
        this.rounds = new Rounds(node.name(), ledger, registry, bundles, clock, config.verify__minutes());
    }

    private static Database database(HubConfig config, Node node) throws IOException {
        return config.url().isBlank()
                ? new SqliteDatabase(node.data().resolve("hub"), Clock.systemUTC())
                : new PostgresDatabase(new PostgresDatabase.Access(
                        config.url(),
                        config.user(),
                        config.password__file(),
                        config.tls(),
                        config.tls__root__certificate()));
    }

    private static Path secrets(BundleContext context, Node node) {
        String folder = context.getProperty("ganglion.secrets");
        return folder == null || folder.isEmpty() ? node.data().resolve("secrets") : Path.of(folder);
    }

    private static String base(HubConfig config, BundleContext context) {
        if (!config.base__url().isBlank()) {
            return config.base__url().replaceAll("/+$", "");
        }
        String port = context.getProperty("ganglion.port.web");
        return "http://127.0.0.1:" + (port == null || port.isEmpty() ? "8181" : port);
    }

    private void page(BundleContext context, String path, Optional<FeedKey> feedKey, String door) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.pattern", path + "/*");
        properties.put("osgi.http.whiteboard.servlet.name", "ganglion" + path.replace('/', '-'));
        if (!door.isEmpty()) {
            properties.put("osgi.http.whiteboard.context.select", door);
        }
        pages.add(context.registerService(Servlet.class, new FeedServlet(repository, feedKey), properties));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRouter(Router router) {
        rounds.router(Optional.of(router));
    }

    void unsetRouter(Router router) {
        rounds.leave(router);
    }

    @Deactivate
    void stop() throws InterruptedException {
        pages.forEach(ServiceRegistration::unregister);
        rounds.close();
        ledger.close();
    }

    /** One round, now. */
    void round() {
        rounds.run();
    }

    FeatureRepository repository() {
        return repository;
    }

    @Override
    public List<ModelRecord> list() {
        return registry.list();
    }

    @Override
    public Optional<ModelRecord> find(ModelId id) {
        return registry.find(id);
    }

    @Override
    public ModelId next(String model) {
        return registry.next(model, bundles.models());
    }

    @Override
    public ModelRecord register(ModelId id, Path bundle, Lineage lineage, String by) throws IOException {
        try (InputStream in = Files.newInputStream(bundle)) {
            Step first = new Step(clock.instant(), Stage.CANDIDATE, by, lineage.cause());
            return registry.register(id, in, content -> lineage, first);
        }
    }

    @Override
    public ModelRecord approve(ModelId id, String by, String note) {
        return registry.approve(id, by, note);
    }

    @Override
    public ModelRecord retire(ModelId id, String by, String note) {
        rounds.pull();
        ModelRecord retired = registry.retire(id, by, note);
        rounds.follow();
        return retired;
    }

    @Override
    public ModelRecord note(ModelId id, String by, String note) {
        return registry.note(id, by, note);
    }

    @Override
    public void install(ModelId id) throws IOException {
        bundles.install(id, registry.usable(id));
        bundles.prune(id.name(), keepVersions, registry::isSpent);
    }

    @Override
    public String publish(ModelId id, String by) throws IOException {
        registry.publish(id, by);
        rounds.lookAgain();
        return base + FeedServlet.FEED + "/" + key.value() + "/" + FeatureRepository.FEATURES;
    }

    @Override
    public List<Tenure> tenures(String contract, Instant from, Instant to) {
        rounds.pull();
        return registry.tenures(contract, from, to);
    }

    @Override
    public Optional<ModelId> answered(String where, String contract, String device, Instant at) {
        boolean here = where.isEmpty() || where.equals(node);
        Optional<ModelId> told =
                here ? rounds.router().flatMap(router -> router.answered(contract, device, at)) : Optional.empty();
        if (told.isPresent()) {
            return told;
        }
        rounds.pull();
        // Which devices a challenger had, only that node's router knows.
        Set<ModelId> answering = registry.answering(here ? node : where, contract, at);
        return answering.size() == 1 ? Optional.of(answering.iterator().next()) : Optional.empty();
    }

    @Override
    public List<String> verify() {
        return rounds.verify();
    }

    @Override
    public String trouble() {
        return rounds.trouble();
    }
}
