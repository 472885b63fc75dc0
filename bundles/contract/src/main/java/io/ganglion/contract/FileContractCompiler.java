// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Contracts from a jar or a folder, without a framework. */
@Component
public final class FileContractCompiler implements ContractCompiler {
    private final Codecs codecs;

    /** With the codecs of this bundle alone. */
    public FileContractCompiler() {
        this(Codecs.builtIn());
    }

    @Activate
    public FileContractCompiler(@Reference Codecs codecs) {
        this.codecs = codecs;
    }

    @Override
    public Decoder compile(Path jar) {
        ServedContracts contracts = new ServedContracts(Settings.DEFAULT, System::nanoTime, codecs, Witnesses.NONE);
        contracts.serve(0, jar.toString(), ContractReader.compile(ContractFiles.read(jar)));
        return contracts.newDecoder();
    }
}
