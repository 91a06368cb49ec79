import type { Secret, VendorContext } from "../core/vendor.ts";
import type { PolicyBody } from "./policies.ts";
import type { LayerBody } from "./schedules.ts";
import type { ServiceBody } from "./services.ts";

export type Context = VendorContext<PagerDutyState>;

/** Everything PagerDuty remembers. Times are ISO 8601 in UTC. */
export interface PagerDutyState {
  users: StoredUser[];
  teams: StoredTeam[];
  policies: StoredPolicy[];
  schedules: StoredSchedule[];
  services: StoredService[];
  /**
   * Policies whose last service was deleted just now, with the number of requests for which they still count as used.
   * (PagerDuty takes a moment.)
   */
  lingering: { policy: string; requests: number }[];
}

/** Made by a person: an invitation is accepted by mail. */
export interface StoredUser {
  id: string;
  name: string;
  email: string;
}

interface StoredTeam {
  id: string;
  name: string;
}

export type StoredPolicy = { id: string } & Omit<PolicyBody, "escalation_rules"> & {
    escalation_rules: (PolicyBody["escalation_rules"][number] & { id: string })[];
  };

export interface StoredSchedule {
  id: string;
  name: string;
  description: string | null;
  time_zone: string;
  teams: string[];
  /** In the order of their creation; ended ones stay. */
  layers: StoredLayer[];
}

export type StoredLayer = LayerBody & { id: string };

export type StoredService = ServiceBody & { id: string; created_at: string; integrations: StoredIntegration[] };

export interface StoredIntegration {
  id: string;
  name: string;
  type: string;
  vendor: string | null;
  key: Secret;
  created_at: string;
}

export const emptyState = (): PagerDutyState => ({
  users: [{ id: "POWNER1", name: "Owner", email: "owner@loopback.test" }],
  teams: [],
  policies: [],
  schedules: [],
  services: [],
  lingering: [],
});

/** PagerDuty: `P` and 6 to 13 capital letters and digits. */
export const newId = ({ id }: Context): string => `P${id(13, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`;
