// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.inference.evidence.ArmTally;
import java.util.function.Predicate;

/**
 * A model that looks at devices beside the champion of its contract.
 *
 * @param model who
 * @param answers whether it answers for these devices; otherwise nobody hears of it
 * @param devices whether it looks at a device, by its name; asked once a device, by partitions' threads
 * @param tally what comes of it
 */
public record Arm(LoadedModel model, boolean answers, Predicate<String> devices, ArmTally tally) {}
