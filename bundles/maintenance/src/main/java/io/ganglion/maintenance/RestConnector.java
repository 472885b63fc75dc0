// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance;

import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.maintenance.hook.Hooked;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Any system, by a template: Atlas CMMS, IBM Maximo, SAP and Odoo come with one. */
@Component(
        service = {MaintenanceSystem.class, Hooked.class},
        immediate = true,
        configurationPid = RestConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RestConfig.class, factory = true)
public final class RestConnector extends Connector {

    @Activate
    public RestConnector(RestConfig config, Map<String, Object> keys) {
        super(keys, config.template(), RestConfig.PID);
    }
}
