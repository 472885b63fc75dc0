// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance;

import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.maintenance.hook.Hooked;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Redmine, by the template of that name. */
@Component(
        service = {MaintenanceSystem.class, Hooked.class},
        immediate = true,
        configurationPid = RedmineConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RedmineConfig.class, factory = true)
public final class RedmineConnector extends Connector {

    @Activate
    public RedmineConnector(RedmineConfig config, Map<String, Object> keys) {
        super(keys, config.template(), RedmineConfig.PID);
    }
}
