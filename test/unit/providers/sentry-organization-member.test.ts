import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentry as played } from "../../../loopback/sentry/vendor.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import { type Stage, setStage } from "./stage.ts";

const token = "SentryOrganizationMember";
const guard = { organization: "acme", email: "Guard@acme.example", role: "member", teams: ["web", "ops"] };
let stage: Stage;
beforeAll(async () => {
  stage = await setStage(played, sentry);
});
beforeEach(async () => {
  const accounts = { organizations: [{ slug: "acme", teams: ["web", "ops"] }] };
  await stage.control("POST seed", { vendor: "sentry", accounts });
  await stage.journal();
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

describe("a member", () => {
  it("is invited, read, imported, changed in place and taken out", async () => {
    const made = await stage.create(token, guard);
    expect(made).toMatchObject({ inputs: { email: "guard@acme.example" }, state: { pending: true } });
    expect((await stage.read(token, made))?.inputs).toEqual(made.inputs);
    expect((await stage.import(token, made.id))?.inputs).toEqual(made.inputs);
    await stage.writes();
    const changed = await stage.update(token, made, { ...guard, role: "manager", teams: ["ops"] });
    expect(await stage.writes()).toEqual([`PUT /api/0/organizations/acme/members/${made.state["internalId"]}/`]);
    expect((await stage.read(token, changed))?.inputs).toEqual(changed.inputs);
    expect(stage.diff(token, made, { ...guard, email: "other@acme.example" })).toMatchObject([{ replaces: true }]);
    await stage.delete(token, changed);
    expect(await stage.read(token, changed)).toBeUndefined();
    await stage.delete(token, changed);
  });

  it("is invited once when the answer is lost: the address is how one is found", async () => {
    await stage.control("POST faults", { vendor: "sentry", method: "POST", times: 1, kind: "drop-response" });
    const made = await stage.create(token, guard);
    expect((await stage.writes()).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    await expect(stage.create(token, guard)).rejects.toThrow(made.id);
  });

  it("needs teams that are there and an address", async () => {
    await expect(stage.create(token, { ...guard, teams: ["none"] })).rejects.toThrow("teamRoles: Invalid team slug");
    await expect(stage.create(token, { ...guard, email: "guard" })).rejects.toThrow("email");
  });
});
