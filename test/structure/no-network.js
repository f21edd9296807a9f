// Loaded before the program (node --import): every way out of the process says so on stderr, and is closed.
import dgram from "node:dgram";
import dns from "node:dns";
import { writeSync } from "node:fs";
import net from "node:net";

function closed(what) {
  return (...args) => {
    const to = args.find((arg) => typeof arg === "string" || arg?.host || arg?.path);
    writeSync(2, `NETWORK: ${what} ${JSON.stringify(to?.host ?? to?.path ?? to ?? "")}\n`);
    throw new Error(`${what}: the network is closed in this test`);
  };
}

net.Socket.prototype.connect = closed("connect"); // tls, http and http2 go through it as well
dgram.createSocket = closed("datagram socket");
globalThis.fetch = closed("fetch");
for (const api of [dns, dns.promises])
  for (const name of Object.keys(api))
    if (/^(?:lookup|resolve|reverse)/.test(name)) api[name] = closed(`dns ${name}`);
