// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** On a record's component that is a record itself: its fields stand among those of the record around it. */
@Retention(RetentionPolicy.RUNTIME)
@interface Flat {}
