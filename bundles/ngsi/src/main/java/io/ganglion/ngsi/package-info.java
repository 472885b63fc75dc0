// SPDX-License-Identifier: Apache-2.0
/** The NGSI-LD API: what this node knows, asked and told over HTTP in the words of ETSI GS CIM 009. */
package io.ganglion.ngsi;
