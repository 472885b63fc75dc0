// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

/**
 * Who answers for a contract.
 *
 * @param contract the contract's name
 * @param champion the model whose insights count: the highest version that serves
 * @param engine the engine that runs it
 * @param majors the contract's major versions for which it answers: {@code 1}, {@code 1-2}, or {@code any}
 */
public record Route(String contract, ModelId champion, String engine, String majors) {

    /** For a model that binds itself to no version. */
    public Route(String contract, ModelId champion, String engine) {
        this(contract, champion, engine, "any");
    }
}
