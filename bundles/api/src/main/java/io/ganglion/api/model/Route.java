// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

/**
 * Who answers for a contract.
 *
 * @param contract the contract's name
 * @param champion the model whose insights count: the highest version that serves
 * @param engine the engine that runs it
 */
public record Route(String contract, ModelId champion, String engine) {}
