// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.device.Node;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.model.ModelId;
import io.ganglion.learning.process.InstalledTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Retraining as a service. Models, history, labels, drift, registry and router are used as far as they are there. */
@Component(service = Retraining.class, configurationPid = LearningConfig.PID, immediate = true)
@Designate(ocd = LearningConfig.class)
public final class LearningService implements Retraining {
    private final TrackedServices services;
    private final School school;

    @Activate
    public LearningService(BundleContext context, @Reference Node node, LearningConfig config) throws IOException {
        Path folder = node.data().resolve("learning");
        services = new TrackedServices(context);
        InstalledTrainer trainer = new InstalledTrainer(context, folder.resolve("trainer"));
        Workshop.Trainers trainers = new Workshop.Trainers() {
            @Override
            public String missing() {
                return trainer.missing();
            }

            @Override
            public List<Path> classPath() throws IOException {
                return trainer.classPath();
            }

            @Override
            public Path nativeCode() {
                return folder.resolve("native");
            }

            @Override
            public Optional<InstalledModel> model(ModelId id) throws IOException {
                return InstalledModel.find(context, id);
            }
        };
        school = new School(
                Policies.of(config), services, trainers, folder, InstantSource.system(), ZoneId.systemDefault());
        school.start();
    }

    @Override
    public Firing request(String model, String by, String reason) {
        return school.request(model, by, reason);
    }

    @Override
    public List<Firing> firings(int limit) {
        return school.firings(limit);
    }

    /** What trains is ended, and its firing says so. */
    @Deactivate
    void stop() {
        school.close();
        services.close();
    }
}
