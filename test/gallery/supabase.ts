import { Provider } from "../../providers/supabase/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import { hangAuth, hangMails } from "./supabase-auth.ts";
import { hangExtras } from "./supabase-extras.ts";
import { hangProject } from "./supabase-project.ts";
import { hangSettings } from "./supabase-settings.ts";

/** Every resource of the Supabase provider, each with every input that can stand beside the others. */
export function supabaseExhibits(exhibition: Exhibition): void {
  const provider = new Provider("supabase", {});
  const wall = hangProject(exhibition, provider);
  hangSettings(exhibition, wall);
  hangAuth(exhibition, wall);
  hangMails(exhibition, wall);
  hangExtras(exhibition, wall);
}
