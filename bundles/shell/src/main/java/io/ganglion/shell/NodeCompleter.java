// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes what is typed from names that the node knows now. */
abstract class NodeCompleter implements Completer {
    @Reference
    BundleContext bundles;

    abstract Stream<String> names(Services node);

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter completer = new StringsCompleter();
        names(Services.of(bundles)).forEach(completer.getStrings()::add);
        return completer.complete(session, line, candidates);
    }
}
