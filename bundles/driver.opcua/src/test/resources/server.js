// SPDX-License-Identifier: Apache-2.0
// An OPC UA server of node-opcua: node server.js PORT FOLDER. Prints "ready" when it listens. Commands on its input:
// "current 1.5", "quality bad", "quality good", and "trust FILE", a client's certificate (DER).
const { OPCUAServer } = require("node-opcua-server");
const { Variant, DataType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");
const { SecurityPolicy, MessageSecurityMode } = require("node-opcua-secure-channel");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const fs = require("fs");
const path = require("path");

const [port, folder] = process.argv.slice(2);

(async () => {
  const manager = new OPCUACertificateManager({
    rootFolder: path.join(folder, "pki"), automaticallyAcceptUnknownCertificate: false });
  await manager.initialize();
  const server = new OPCUAServer({
    port: Number(port),
    host: "127.0.0.1",
    serverCertificateManager: manager,
    userCertificateManager: manager,
    allowAnonymous: true,
    userManager: { isValidUser: (user, password) => user === "edge" && password === "opens-sesame" },
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes256_Sha256_RsaPss],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
  });
  await server.initialize();
  const space = server.engine.addressSpace.getOwnNamespace();
  const pump = space.addObject({ browseName: "Pump", organizedBy: server.engine.addressSpace.rootFolder.objects });
  const add = (name, dataType, value) =>
    space.addVariable({ componentOf: pump, browseName: name, nodeId: "s=Pump." + name, dataType,
      value: { dataType: DataType[dataType], value } });
  const current = add("Current", "Float", 1.33);
  add("Flow", "Double", 32.5);
  add("Speed", "UInt16", 2900);
  add("Total", "UInt32", 4000000000);
  add("Running", "Boolean", true);
  add("Serial", "String", 'P-7 "left"');
  const gauge = add("Gauge", "Double", 0.2);
  let value = 1.33, good = true;
  const set = () => {
    current.setValueFromSource({ dataType: DataType.Float, value }, StatusCodes.Good, new Date("2026-01-02T03:04:05.678Z"));
    gauge.setValueFromSource({ dataType: DataType.Double, value: 0.2 }, good ? StatusCodes.Good : StatusCodes.BadSensorFailure,
      new Date("2026-01-02T03:04:05.000Z"));
  };
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (text) => {
    for (const line of text.trim().split("\n")) {
      const [what, how] = line.split(" ");
      if (what === "current") {
        value = Number(how);
        current.setValueFromSource({ dataType: DataType.Float, value }, StatusCodes.Good, new Date());
      } else if (what === "trust") {
        manager.trustCertificate(fs.readFileSync(how)).then(() => console.log("trusts " + how));
      } else if (what === "quality") {
        good = how === "good";
        gauge.setValueFromSource({ dataType: DataType.Double, value: 0.2 },
          good ? StatusCodes.Good : StatusCodes.BadSensorFailure, new Date());
      }
    }
  });
  set();
  await server.start();
  console.log("ready");
})().catch((problem) => { console.error(problem); process.exit(1); });
