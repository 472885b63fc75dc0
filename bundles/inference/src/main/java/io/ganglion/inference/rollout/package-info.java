// SPDX-License-Identifier: Apache-2.0
/**
 * Who answers, who is on trial, and when that changes: plans and decisions on disk, arms and what came of them, the policy
 * that promotes, stops and rolls back. No OSGi but for its versions; time comes from outside.
 */
package io.ganglion.inference.rollout;
