import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, refuse, type Supabase } from "./refusals.ts";
import type { Project } from "./state.ts";

type Interval = "monthly" | "hourly";
interface Variant {
  readonly id: string;
  readonly name: string;
  /** US dollars an interval, as published on supabase.com/pricing. */
  readonly amount: number;
  readonly interval: Interval;
}

/** Add-ons that can be chosen by API. Those for MFA and log drains are listed by the vendor, but not settable. */
const catalogue: Record<string, { readonly name: string; readonly variants: readonly Variant[] }> = {
  compute_instance: {
    name: "Compute Instance",
    variants: (
      [
        ["micro", 0.01344],
        ["small", 0.0206],
        ["medium", 0.0822],
        ["large", 0.1517],
        ["xlarge", 0.2877],
        ["2xlarge", 0.562],
        ["4xlarge", 1.32],
        ["8xlarge", 2.562],
        ["12xlarge", 3.836],
        ["16xlarge", 5.12],
      ] as const
    ).map(([size, amount]) => ({ id: `ci_${size}`, name: size, amount, interval: "hourly" })),
  },
  custom_domain: {
    name: "Custom Domain",
    variants: [{ id: "cd_default", name: "Custom Domain", amount: 10, interval: "monthly" }],
  },
  pitr: {
    name: "Point in Time Recovery",
    variants: [7, 14, 28].map((days) => ({
      id: `pitr_${days}`,
      name: `${days} days`,
      amount: (days / 7) * 100,
      interval: "monthly",
    })),
  },
  ipv4: {
    name: "IPv4 address",
    variants: [{ id: "ipv4_default", name: "IPv4 address", amount: 4, interval: "monthly" }],
  },
};

const choice = z.strictObject({ addon_type: z.string(), addon_variant: z.string() });

/** The compute size; without an add-on it is the default of a paid plan. */
export function computeSize(project: Pick<Project, "addons">): string {
  return project.addons.find((id) => id.startsWith("ci_"))?.slice("ci_".length) ?? "micro";
}

export function addonRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/billing/addons";
  app.get(path, (c) => c.json(addonsOf(readyProject(context, c))));
  app.patch(path, async (c) => {
    const project = readyProject(context, c);
    const { addon_type: type, addon_variant: variant } = await body(c, choice);
    const ids = catalogue[type]?.variants.map(({ id }) => id);
    if (!ids?.includes(variant)) throw refuse(400, `addon_variant: ${variant} is no variant of ${type}`);
    // Supabase: point in time recovery needs at least the small compute size.
    if (type === "pitr" && computeSize(project) === "micro") throw refuse(400, "PITR requires at least ci_small");
    project.addons = [...project.addons.filter((id) => !ids.includes(id)), variant];
    resize(project, type === "compute_instance");
    return c.body(null, 200);
  });
  app.delete(`${path}/:variant`, (c) => {
    const project = readyProject(context, c);
    const variant = c.req.param("variant");
    if (!project.addons.includes(variant)) throw refuse(404, `Addon ${variant} is not selected`);
    project.addons = project.addons.filter((id) => id !== variant);
    resize(project, variant.startsWith("ci_"));
    return c.body(null, 200);
  });

  function resize(project: Project, restarts: boolean): void {
    if (restarts) project.transition = { status: "RESIZING", readsLeft: 1 };
    context.changed();
  }
}

function addonsOf(project: Project): object {
  const describe = ({ id, name, amount, interval }: Variant) => {
    const unit = interval === "hourly" ? "hour" : "month";
    const kind = interval === "hourly" ? "usage" : "fixed";
    return { id, name, price: { description: `$${amount} / ${unit}`, type: kind, interval, amount } };
  };
  const entries = Object.entries(catalogue);
  return {
    selected_addons: entries.flatMap(([type, { variants }]) =>
      variants.filter(({ id }) => project.addons.includes(id)).map((variant) => ({ type, variant: describe(variant) })),
    ),
    available_addons: entries.map(([type, { name, variants }]) => ({ type, name, variants: variants.map(describe) })),
  };
}
