import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase } from "./client.ts";
import { splitId } from "./ids.ts";
import { projectRef } from "./settings.ts";

const Inputs = z.object({
  projectRef,
  template: z
    .enum([
      ...(["confirmation", "invite", "magic_link", "recovery", "email_change", "reauthentication"] as const),
      ...(["password_changed_notification", "email_changed_notification"] as const),
      ...(["phone_changed_notification", "identity_linked_notification"] as const),
      ...(["identity_unlinked_notification", "mfa_factor_enrolled_notification"] as const),
      "mfa_factor_unenrolled_notification",
    ])
    .describe("Which mail. Those of what was changed are sent only where AuthSettings' `mailer.notifications` say so."),
  subject: z.string().min(1).describe("Its subject; may hold Go template variables such as {{ .Email }}."),
  content: z.string().min(1).describe("Its HTML; variables are {{ .ConfirmationURL }}, {{ .Token }}, {{ .SiteURL }} …"),
});

const Outputs = z.object({
  variables: z.array(z.string()).describe("What `content` and `subject` take from Auth, e.g. `.ConfirmationURL`."),
});

type Mail = z.output<typeof Inputs>;

const Live = z.record(z.string(), z.unknown());

const at = "/config/auth";
const keysOf = (template: string) => ({
  subject: `mailer_subjects_${template}`,
  content: `mailer_templates_${template}_content`,
});

export const AuthEmailTemplate = resource<Supabase>()({
  token: "supabase:index/authEmailTemplate:AuthEmailTemplate",
  description:
    "The text of one kind of mail that a project's Auth sends; it needs a mail server of one's own (AuthSettings' `smtp`). Every kind is there already with the vendor's text: creating replaces it, deleting brings it back.",
  calls: ["GET /v1/projects/{ref}/config/auth", "PATCH /v1/projects/{ref}/config/auth"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "template"],
  changing: ["variables"],
  importId: "<project ref>/<template>",
  parseId: place,

  async create({ client }, mail) {
    await write(client, mail, mail);
    return { id: `${mail.projectRef}/${mail.template}`, outputs: variablesOf(mail.subject, mail.content) };
  },

  async read({ client }, id) {
    const known = place(id);
    if (known === undefined) return undefined;
    const live = found(Live, await client.http.shared(path(known.projectRef, at), { accept: gone }));
    if (live === undefined) return undefined;
    const { subject, content } = keysOf(known.template);
    // Null is the vendor's own text.
    const told = (key: string) => (typeof live[key] === "string" ? live[key] : undefined);
    const text = { subject: told(subject), content: told(content) };
    return { inputs: { ...known, ...defined(text) }, outputs: variablesOf(text.subject, text.content) };
  },

  async update({ client }, _id, mail) {
    await write(client, mail, mail);
    return variablesOf(mail.subject, mail.content);
  },

  async delete({ client }, id) {
    const known = place(id);
    if (known !== undefined) await write(client, known, { subject: null, content: null }, gone);
  },
});

function place(id: string): Pick<Mail, "projectRef" | "template"> | undefined {
  const parts = splitId(id);
  const template = Inputs.shape.template.safeParse(parts?.id).data;
  return parts && template && { projectRef: parts.projectRef, template };
}

const variablesOf = (...texts: (string | undefined)[]) => {
  const names = texts.flatMap((text) =>
    [...(text ?? "").matchAll(/\{\{\s*(\.\w+)\s*\}\}/g)].map(([, name = ""]) => name),
  );
  return { variables: [...new Set(names)].sort() };
};

async function write(
  { http }: Supabase,
  { projectRef, template }: Pick<Mail, "projectRef" | "template">,
  text: { readonly subject: string | null; readonly content: string | null },
  accept: readonly number[] = [],
): Promise<void> {
  const keys = keysOf(template);
  const body = { [keys.subject]: text.subject, [keys.content]: text.content };
  await http.send("PATCH", path(projectRef, at), { body, accept });
}
