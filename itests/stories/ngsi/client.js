// SPDX-License-Identifier: Apache-2.0
// Speaks to a node through ngsijs: node client.js ROOT USER PASSWORD DEVICE RECEIVER. Prints one JSON object.
"use strict";
const [root, user, password, device, receiver] = process.argv.slice(2);
const http = require("http");
const NGSI = require("ngsijs");

// ngsijs knows no login of its own.
const request = http.request;
http.request = (options, answered) => request({ ...options, auth: user + ":" + password }, answered);

const id = "urn:ngsi-ld:Pump:" + device;

async function main() {
  const ld = new NGSI.Connection(root).ld;
  const said = {};
  const found = await ld.queryEntities({ type: "Pump", q: "flow>0", count: true, keyValues: true, limit: 5 });
  said.count = found.count;
  said.listed = found.results.map((entity) => entity.id);
  said.entity = (await ld.getEntity(id)).entity;
  said.types = (await ld.listTypes()).types.typeList;
  said.type = (await ld.getType("Pump")).type;
  said.past = (
    await ld.queryTemporalEntities({ type: "Pump", id, attrs: "flow", lastN: 5, temporalValues: true, timerel: "before" })
  ).results;
  said.absent = await refused(ld.getEntity("urn:ngsi-ld:Pump:nobody"), NGSI.NotFoundError);
  said.wrong = await refused(ld.createEntity({ id: id + "-x", type: "Pump", flow: { type: "Property", value: 1 } }), Error);
  const { subscription } = await ld.createSubscription({
    type: "Subscription",
    entities: [{ type: "Pump", id }],
    notification: { format: "keyValues", endpoint: { uri: receiver, accept: "application/json" } },
  });
  said.subscription = subscription.id;
  said.subscriptions = (await ld.listSubscriptions()).results.length;
  await ld.updateSubscription({ id: subscription.id, q: "flow>0" });
  said.subscribed = (await ld.getSubscription(subscription.id)).subscription;
  console.log(JSON.stringify(said));
}

async function refused(promise, type) {
  try {
    await promise;
  } catch (error) {
    return error instanceof type ? error.name : "another error: " + error;
  }
  return "not refused";
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
