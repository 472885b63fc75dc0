// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Contracts from a jar or a folder, without a framework. */
@Component
public final class FileContractCompiler implements ContractCompiler {
    @Override
    public Decoder compile(Path jar) {
        ServedContracts contracts = new ServedContracts(Settings.DEFAULT, System::nanoTime);
        contracts.serve(0, jar.toString(), ContractReader.compile(ContractFiles.read(jar)));
        return contracts.newDecoder();
    }
}
