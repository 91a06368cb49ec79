import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Exhibition, Visit } from "./gallery.ts";
import { planted } from "./planted.ts";
import { exhibits } from "./vendors.ts";

/** The gallery as a Pulumi program: every resource of every provider, as the visit wants it. */
const visit: Visit = JSON.parse(readFileSync(process.env["GALLERY_VISIT"] ?? "", "utf8"));

const exhibition: Exhibition = {
  hang(key, type, args, opts) {
    const id = visit.imports[key];
    return new type(key, args, pulumi.mergeOptions(opts ?? {}, id === undefined ? {} : { import: id }));
  },
  turn: (first, changed) => (visit.turn === "first" ? first : changed),
  secret: (name) => planted(visit.seed, name),
};

for (const vendor of visit.vendors ?? Object.keys(exhibits)) exhibits[vendor]?.(exhibition);
