// SPDX-License-Identifier: Apache-2.0
/**
 * Speaks CoAP, both ways round: a server that devices post to, and an observer of devices that are servers themselves. A
 * post is answered when the node has answered for it, not when it arrives. What is read is not judged here.
 */
package io.ganglion.driver.coap;
