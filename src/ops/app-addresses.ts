import type { Control } from "../engine/loopback.ts";
import { PlatformError } from "../errors.ts";
import type { AppSpec } from "../spec/app.ts";
import type { CommandContext } from "./command.ts";
import type { ReachedStack } from "./reach-stack.ts";
import { chosenApps } from "./vercel-apps.ts";

/** An address that is looked at. */
export interface Address {
  /** The application's key, or the host where only an address was given. */
  readonly name: string;
  /** As people know it, without a slash at the end. */
  readonly url: string;
  /** Where requests really go: the same, except on loopback. */
  readonly through: string;
  /** Whose it is; undefined: not one of the stack's own, so no secret goes there. */
  readonly app: AppSpec | undefined;
}

/** The addresses that `--url` names (several with commas), else the main one of each application. */
export function addressesOf({ flags }: CommandContext, { spec, loopback }: ReachedStack): Address[] {
  const given = flags["url"];
  if (typeof given === "string") {
    const urls = given.split(/[,\s]+/).filter((one) => one !== "");
    return urls.map((one) => {
      const url = parsed(one);
      const app = spec.apps.find((each) => isOwn(url, each));
      return { name: app?.key ?? url.host, ...placed(url, loopback), app };
    });
  }
  return chosenApps(spec, flags["app"]).map((app) => {
    const main = app.hosts[0] && `https://${app.hosts[0]}`;
    // A laptop's stack has a development server as its address; what is deployed stands under its host.
    const url = loopback === undefined ? (app.url ?? main) : (main ?? app.url);
    if (url === undefined) throw noAddress(app, spec.stack);
    return { name: app.key, ...placed(parsed(url), loopback), app };
  });
}

/**
 * A deployment's own address begins with its project's name, on Vercel's domain. Anybody may name a project there like
 * ours with something behind it: so a secret goes there only when the vendor asks for one, and a person gave the address.
 */
function isOwn({ hostname }: URL, { hosts, projectName }: AppSpec): boolean {
  if (hosts.includes(hostname)) return true;
  return (
    hostname.endsWith(".vercel.app") && new RegExp(`^${projectName}(?:-[a-z0-9-]+)?\\.vercel\\.app$`).test(hostname)
  );
}

/** On loopback the vendor's own host serves every deployment, below a path of its own. */
function placed(url: URL, loopback: Control | undefined): Pick<Address, "url" | "through"> {
  const whole = url.href.replace(/\/$/, "");
  const origin = loopback?.origins["vercel"];
  if (origin === undefined || isHere(url)) return { url: whole, through: whole };
  return { url: whole, through: `${origin}/_deployments/${url.hostname}${url.pathname.replace(/\/$/, "")}` };
}

const isHere = ({ hostname }: URL): boolean => ["127.0.0.1", "[::1]", "localhost"].includes(hostname);

function parsed(text: string): URL {
  const url = URL.parse(text);
  const allowed = url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isHere(url)));
  if (allowed && url.username === "" && url.search === "") return url;
  throw new PlatformError({
    code: "release/url",
    where: "--url",
    problem: `"${text}" is not an address to look at: https://<host>, or http on this machine, without a query`,
    fix: "give the address that npx groundplan deploy printed",
  });
}

const noAddress = ({ key }: AppSpec, stack: string): PlatformError =>
  new PlatformError({
    code: "release/no-address",
    where: `Pulumi.${stack}.yaml apps.${key}`,
    problem: "names no host, so nobody knows where the application answers",
    fix: `write hosts: ["@"] there, or give an address: --url https://…`,
  });
