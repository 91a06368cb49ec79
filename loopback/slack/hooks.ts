import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import type { VendorContext } from "../core/vendor.ts";

type Context = VendorContext<SlackState>;

/** Everything Slack remembers. */
interface SlackState {
  hooks: StoredHook[];
  /** What was posted, by `<workspace>/<webhook>`. */
  messages: { webhook: string; channel: string; text: string }[];
}

interface StoredHook {
  /** `T…`. */
  workspace: string;
  /** `B…`. */
  id: string;
  channel: string;
  state: "active" | "removed" | "archived" | "prohibited";
  /** Digest of the address's last part: learnt from the first call, and the only one from then on. */
  digest?: string;
  /** Messages that were posted. */
  posted: number;
}

const dead = {
  removed: [404, "no_service"],
  archived: [410, "channel_is_archived"],
  prohibited: [403, "action_prohibited"],
} as const;

/** Webhooks that a person has made: `{ "hooks": [{ "workspace": "T1", "id": "B1", "channel": "alerts" }] }`. */
const accountsSchema = z.strictObject({
  hooks: z.array(
    z.strictObject({
      workspace: z.string().regex(/^T\w+$/),
      id: z.string().regex(/^B\w+$/),
      channel: z.string(),
      state: z.enum(["active", "removed", "archived", "prohibited"]).default("active"),
    }),
  ),
});

/** A webhook that is there already changes only its state. */
export function seedHooks({ state, changed }: Context, accounts: unknown): void {
  for (const hook of accountsSchema.parse(accounts).hooks) {
    const known = state.hooks.find(({ workspace, id }) => workspace === hook.workspace && id === hook.id);
    if (known === undefined) state.hooks.push({ ...hook, posted: 0 });
    else known.state = hook.state;
  }
  changed();
}

/** Incoming webhooks, which answer in plain text. A message without text is refused before anything is posted. */
export function hookRoutes(app: Hono, { state, changed, secret }: Context): void {
  app.post("/services/:workspace/:hook/:token", async (c) => {
    const { workspace, hook: id, token } = c.req.param();
    const hook = state.hooks.find((one) => one.workspace === workspace && one.id === id);
    if (hook === undefined) return c.text("no_service", 404);
    if (hook.state !== "active") {
      const [status, text] = dead[hook.state];
      return c.text(text, status);
    }
    secret(token);
    const digest = createHash("sha256").update(token).digest("hex");
    hook.digest ??= digest;
    changed();
    if (hook.digest !== digest) return c.text("invalid_token", 403);
    const message = messageSchema.safeParse(parsed(await c.req.text()));
    if (!message.success) return c.text("invalid_payload", 400);
    const { text = "", blocks = [], attachments = [] } = message.data;
    if (text === "" && blocks.length === 0 && attachments.length === 0) return c.text("no_text", 400);
    hook.posted += 1;
    state.messages.push({ webhook: `${workspace}/${id}`, channel: hook.channel, text });
    return c.text("ok");
  });
}

const messageSchema = z.object({
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const hookView = ({ digest: _, ...hook }: StoredHook): object => hook;
