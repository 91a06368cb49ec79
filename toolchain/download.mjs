#!/usr/bin/env node
// Fetches one file: node download.mjs URL FILE. Standard output carries JSON lines: { bytes, total }, then { sha256 } or { failed }.
// A process of its own, so that a network which answers nothing (a name lookup cannot be aborted) ends with it.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";

const [address, file] = process.argv.slice(2);
try {
  refusePlainText(address);
  const response = await fetch(address);
  refusePlainText(response.url);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  const total = Number(response.headers.get("content-length") ?? 0) || undefined;
  const digest = createHash("sha256");
  const out = createWriteStream(file);
  let bytes = 0;
  for await (const chunk of response.body) {
    digest.update(chunk);
    bytes += chunk.length;
    if (!out.write(chunk)) await once(out, "drain");
    say({ bytes, total });
  }
  out.end();
  await once(out, "finish");
  if (total !== undefined && bytes !== total) throw new Error(`${address} ended after ${bytes} of ${total} bytes`);
  say({ sha256: digest.digest("hex") });
} catch (error) {
  say({ failed: error.cause?.message ?? error.message });
  process.exitCode = 1;
}

/** Only https, except on this machine: neither an archive nor its checksums may come over a line that anybody can change. */
function refusePlainText(address) {
  const { protocol, hostname } = new URL(address);
  if (protocol === "https:" || hostname === "127.0.0.1") return;
  throw new Error(`${address} is not https`);
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
