import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiSettings } from "../../../providers/supabase/api-settings.ts";
import { AuthEmailTemplate } from "../../../providers/supabase/auth-email-template.ts";
import { AuthSettings } from "../../../providers/supabase/auth-settings.ts";
import {
  adopt,
  change,
  diff,
  make,
  paths,
  Refused,
  refresh,
  remove,
  type Stand,
  shop,
  stand,
  there,
} from "./supabase-stand.ts";

let on: Stand;
let ref = "";
beforeAll(async () => {
  on = await stand("/");
  ref = (await shop(on)).id;
});
afterAll(() => on.stop());

const writes = async () => (await on.calls()).filter((call) => !call.startsWith("GET"));

describe("Data API settings", () => {
  it("are declared, read back the same, repaired, and brought back to the vendor's defaults", async () => {
    const wish = { projectRef: ref, schemas: ["public", "api"], maxRows: 500 };
    const settings = await make(on, ApiSettings, wish);
    const path = `/v1/projects/${ref}/postgrest`;
    expect((await on.api("GET", path)).body).toMatchObject({ db_schema: "public,api", max_rows: 500 });
    expect(there(await refresh(on, ApiSettings, settings)).inputs).toEqual(settings.inputs);

    await on.api("PATCH", path, { max_rows: 9, db_schema: "public" });
    const seen = there(await refresh(on, ApiSettings, settings));
    expect(paths(await diff(on, ApiSettings, seen, wish))).toEqual(["maxRows", "schemas[1]"]);
    const repaired = await change(on, ApiSettings, seen, wish);
    expect(there(await refresh(on, ApiSettings, repaired)).inputs).toEqual(settings.inputs);

    await remove(on, ApiSettings, repaired);
    expect((await on.api("GET", path)).body).toMatchObject({ db_schema: "public,graphql_public", max_rows: 1000 });
  });

  it("turn the API off with an empty list, and compare equal to the vendor's spelling of the defaults", async () => {
    const adopted = there(await adopt(on, ApiSettings, ref));
    expect(await diff(on, ApiSettings, adopted, { projectRef: ref })).toEqual([]);
    const off = await change(on, ApiSettings, adopted, { projectRef: ref, schemas: [] });
    expect((await on.api("GET", `/v1/projects/${ref}/postgrest`)).body).toMatchObject({ db_schema: "" });
    expect(there(await refresh(on, ApiSettings, off)).inputs["schemas"]).toEqual([]);
    await remove(on, ApiSettings, off);
  });

  it("of a project that is gone are gone, and deleting them succeeds", async () => {
    const lost = { id: "aaaaaaaaaaaaaaaaaaaa", inputs: { projectRef: "aaaaaaaaaaaaaaaaaaaa" }, state: {} };
    expect(await refresh(on, ApiSettings, lost)).toBeUndefined();
    await remove(on, ApiSettings, lost);
    expect(await refresh(on, AuthSettings, lost)).toBeUndefined();
    await remove(on, AuthSettings, lost);
  });
});

const auth = () => ({
  projectRef: ref,
  siteUrl: "https://shop.example",
  additionalRedirectUrls: ["https://b.example/**", "https://a.example/callback"],
  passwordMinLength: 12,
  passwordRequiredCharacters: "lower_upper_letters_digits_symbols",
  smtp: {
    host: "smtp.example",
    port: "465",
    user: "mailer",
    pass: "smtp-secret-1",
    senderName: "Shop",
    adminEmail: "no-reply@shop.example",
  },
  external: {
    google: { clientId: "google-1", secret: "google-secret", additionalClientIds: ["ios", "android"] },
    apple: { clientId: "apple-1", secret: "apple-secret", additionalClientIds: ["ios.app"] },
  },
  hooks: { sendEmail: { uri: "https://hook.example", secrets: "v1,whsec_abc" } },
  mfa: { phone: { otpLength: 8 } },
});

describe("Auth settings", () => {
  it("at the vendor's defaults have nothing to write", async () => {
    await on.calls();
    const settings = await make(on, AuthSettings, { projectRef: ref });
    expect(await writes()).toEqual([]);
    expect(there(await refresh(on, AuthSettings, settings)).inputs).toEqual(settings.inputs);
    await remove(on, AuthSettings, settings);
    expect(await writes()).toEqual([]);
  });

  it("are written, read back the same, and brought back to the defaults", async () => {
    const before = (await on.api("GET", `/v1/projects/${ref}/config/auth`)).body;
    const settings = await make(on, AuthSettings, auth());
    const live = (await on.api("GET", `/v1/projects/${ref}/config/auth`)).body;
    expect(live).toMatchObject({
      site_url: "https://shop.example",
      uri_allow_list: "https://a.example/callback,https://b.example/**",
      password_min_length: 12,
      smtp_host: "smtp.example",
      smtp_port: "465",
      external_google_enabled: true,
      external_google_additional_client_ids: "android,ios",
      external_apple_client_id: "apple-1",
      hook_send_email_enabled: true,
      mfa_phone_otp_length: 8,
    });
    const read = there(await refresh(on, AuthSettings, settings));
    expect(read.inputs).toEqual(settings.inputs);
    expect(read.state).toEqual(settings.state);
    expect(Object.keys(settings.state["secretHashes"] ?? {}).sort()).toEqual([
      "external_apple_secret",
      "external_google_secret",
      "hook_send_email_secrets",
      "smtp_pass",
    ]);
    await remove(on, AuthSettings, read);
    expect((await on.api("GET", `/v1/projects/${ref}/config/auth`)).body).toEqual(before);
  });

  it("name each setting that was changed in the dashboard, write-only ones too, and repair just those", async () => {
    const settings = await make(on, AuthSettings, auth());
    await on.api("PATCH", `/v1/projects/${ref}/config/auth`, {
      ...{ jwt_exp: 60, uri_allow_list: "https://evil.example", mfa_totp_verify_enabled: false },
      ...{ external_google_secret: "another", external_github_enabled: true, external_github_client_id: "theirs" },
      ...{ rate_limit_otp: 1, password_required_characters: "" },
    });
    const seen = there(await refresh(on, AuthSettings, settings));
    expect(paths(await diff(on, AuthSettings, seen, auth()))).toEqual([
      "additionalRedirectUrls[0]",
      "additionalRedirectUrls[1]",
      "external.github",
      "external.google.secret",
      "jwtExp",
      "mfa.totp.verifyEnabled",
      "passwordRequiredCharacters",
      "rateLimits.otp",
    ]);
    const repaired = await change(on, AuthSettings, seen, auth());
    expect(there(await refresh(on, AuthSettings, repaired)).inputs).toEqual(settings.inputs);
    expect((await on.api("GET", `/v1/projects/${ref}/config/auth`)).body).toMatchObject({
      external_github_enabled: false,
      external_github_client_id: null,
      jwt_exp: 3600,
    });
    await remove(on, AuthSettings, repaired);
  });

  it("write a changed secret, and only its group with it", async () => {
    const settings = await make(on, AuthSettings, auth());
    await on.calls();
    const wanted = { ...auth(), smtp: { ...auth().smtp, pass: "smtp-secret-2" } };
    expect(paths(await diff(on, AuthSettings, settings, wanted))).toEqual(["smtp.pass"]);
    const changed = await change(on, AuthSettings, settings, wanted);
    expect(await writes()).toEqual([`PATCH /v1/projects/${ref}/config/auth`]);
    expect(changed.state["secretHashes"]).not.toEqual(settings.state["secretHashes"]);
    expect(await diff(on, AuthSettings, there(await refresh(on, AuthSettings, changed)), wanted)).toEqual([]);
    await remove(on, AuthSettings, changed);
  });

  it("of an import differ in the write-only ones alone", async () => {
    const settings = await make(on, AuthSettings, auth());
    const adopted = there(await adopt(on, AuthSettings, ref));
    expect(paths(await diff(on, AuthSettings, adopted, auth()))).toEqual([
      "external.apple.secret",
      "external.google.secret",
      "hooks.sendEmail.secrets",
      "smtp.pass",
    ]);
    await remove(on, AuthSettings, settings);
  });

  it("refuse an unknown provider, a number for a port and a too short password, all at once", async () => {
    const wrong = {
      ...{ projectRef: ref, passwordMinLength: 3, external: { gogle: { clientId: "x" } } },
      smtp: { ...auth().smtp, port: 465 },
    };
    const refused = await make(on, AuthSettings, wrong).catch((error: unknown) => error);
    expect((refused as Refused).issues.map(({ property }) => property).sort()).toEqual([
      "external",
      "passwordMinLength",
      "smtp.port",
    ]);
    expect(refused).toBeInstanceOf(Refused);
  });

  it("can be changed in every readable input, and each change is seen under its name", async () => {
    const settings = await make(on, AuthSettings, { projectRef: ref });
    const { keys } = await import("../../../providers/supabase/auth-keys.ts");
    const plain = keys.filter(({ group, name }) => group === undefined && name !== "uri_allow_list");
    for (const { name, path } of plain) {
      const live = (await on.api("GET", `/v1/projects/${ref}/config/auth`)).body as Record<string, unknown>;
      const other = name === "password_required_characters" ? alphabet : another(live[name]);
      await on.api("PATCH", `/v1/projects/${ref}/config/auth`, { [name]: other });
      const seen = there(await refresh(on, AuthSettings, settings));
      expect(paths(await diff(on, AuthSettings, seen, { projectRef: ref }))).toEqual([path.join(".")]);
      await on.api("PATCH", `/v1/projects/${ref}/config/auth`, { [name]: live[name] });
    }
    expect(plain.length).toBeGreaterThan(35);
    await remove(on, AuthSettings, settings);
  });
});

describe("a mail's text", () => {
  it("is declared beside the settings, is repaired, and gives way to the vendor's again", async () => {
    const wish = {
      projectRef: ref,
      template: "invite",
      subject: "Come, {{ .Email }}",
      content: "{{ .ConfirmationURL }}",
    };
    const settings = await make(on, AuthSettings, auth());
    const mail = await make(on, AuthEmailTemplate, wish);
    expect(mail.id).toBe(`${ref}/invite`);
    expect(mail.state["variables"]).toEqual([".ConfirmationURL", ".Email"]);
    expect(await diff(on, AuthSettings, there(await refresh(on, AuthSettings, settings)), auth())).toEqual([]);

    await on.api("PATCH", `/v1/projects/${ref}/config/auth`, { mailer_templates_invite_content: "theirs" });
    const seen = there(await refresh(on, AuthEmailTemplate, mail));
    expect(paths(await diff(on, AuthEmailTemplate, seen, wish))).toEqual(["content"]);
    const repaired = await change(on, AuthEmailTemplate, seen, wish);
    await remove(on, AuthEmailTemplate, repaired);
    expect((await on.api("GET", `/v1/projects/${ref}/config/auth`)).body).toMatchObject({
      mailer_subjects_invite: "You have been invited",
      mailer_templates_invite_content: null,
    });
    await remove(on, AuthSettings, settings);
    const other = await make(on, AuthEmailTemplate, { ...wish, template: "welcome" }).catch((error: unknown) => error);
    expect((other as Refused).issues.map(({ property }) => property)).toEqual(["template"]);
    expect(other).toBeInstanceOf(Refused);
  });
});

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789";
const another = (value: unknown): unknown =>
  typeof value === "boolean" ? !value : typeof value === "string" ? `${value}2` : Number(value ?? 7) + 1;
