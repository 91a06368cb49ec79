import { VendorError } from "@groundplan/kit/errors.ts";
import type { Http } from "@groundplan/kit/http.ts";
import { z } from "zod";
import { understood } from "./client.ts";

export type Attributes = Readonly<Record<string, unknown>>;

const attributes = z.record(z.string(), z.unknown());
const entry = z.object({ id: z.union([z.string(), z.number()]).transform(String), attributes });
const one = z.object({ data: entry });
const page = z.object({ data: z.array(entry), pagination: z.object({ next: z.string().nullish() }).nullish() });
type Entry = z.output<typeof entry>;

/** One kind of Better Stack's objects, which all have the same five calls. @param path e.g. `/api/v2/monitors` */
export class Collection {
  readonly #http: Http;
  readonly #path: string;
  readonly #teamName: string | undefined;

  constructor(http: Http, path: string, teamName: string | undefined) {
    this.#http = http;
    this.#path = path;
    this.#teamName = teamName;
  }

  /** Id of the one object whose `field` is `value`. @throws VendorError when several have it */
  async find(field: string, value: string): Promise<string | undefined> {
    const [found, another] = (await this.#all()).filter(
      ({ attributes }) =>
        attributes[field] === value && (this.#teamName === undefined || attributes["team_name"] === this.#teamName),
    );
    if (another === undefined) return found?.id;
    throw new VendorError(`Better Stack has several under ${this.#path} whose ${field} is ${value}.`, {
      fix: "rename all but one in Better Stack, or choose another name",
    });
  }

  async make(body: Attributes): Promise<Entry> {
    const team = this.#teamName === undefined ? {} : { team_name: this.#teamName };
    const answer = await this.#http.send("POST", this.#path, { body: { ...body, ...team } });
    return understood(one, answer.body, `POST ${this.#path}`).data;
  }

  async get(id: string): Promise<Entry | undefined> {
    const { status, body } = await this.#http.send("GET", `${this.#path}/${id}`, { accept: [404] });
    return status === 404 ? undefined : understood(one, body, `GET ${this.#path}/${id}`).data;
  }

  async change(id: string, body: Attributes): Promise<Entry> {
    const answer = await this.#http.send("PATCH", `${this.#path}/${id}`, { body });
    return understood(one, answer.body, `PATCH ${this.#path}/${id}`).data;
  }

  async remove(id: string): Promise<void> {
    await this.#http.send("DELETE", `${this.#path}/${id}`, { accept: [404] });
  }

  /** Every entry of the list; its pages are shared by all reads of a run. */
  async #all(): Promise<Entry[]> {
    const all: Entry[] = [];
    for (let number = 1; ; number++) {
      const { body } = await this.#http.shared(this.#path, { query: { page: number, per_page: 250 } });
      const { data, pagination } = understood(page, body, `GET ${this.#path}`);
      all.push(...data);
      if (!pagination?.next) return all;
    }
  }
}

/** `monitorType` as Better Stack spells it: `monitor_type`. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Declared inputs in the API's names: what is left out is null there. */
export const toAttributes = (names: readonly string[], inputs: Readonly<Record<string, unknown>>): Attributes =>
  Object.fromEntries(names.map((name) => [snake(name), inputs[name] ?? null]));

/** What the vendor tells of these inputs, null left out. */
export const told = (names: readonly string[], attributes: Attributes): Record<string, unknown> =>
  Object.fromEntries(
    names
      .map((name) => [name, attributes[snake(name)]] as const)
      .filter(([, value]) => value !== null && value !== undefined),
  );

/** Better Stack API: being paused is told as the time since when. */
export const isPaused = ({ paused, paused_at }: Attributes): boolean =>
  typeof paused === "boolean" ? paused : typeof paused_at === "string";

/** A text of an answer that may be missing. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
