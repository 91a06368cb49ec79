type Form = { [name: string]: string | Form };

/**
 * A form as the object that its brackets mean: `metadata[team]=web` is `{ metadata: { team: "web" } }`, and the items
 * of `events[]=a&events[]=b` are counted.
 */
export function readForm(text: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [name.split("[")[0] ?? "", ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, part = ""]) => part)];
    let here = form;
    for (const [depth, part] of path.entries()) {
      const key = part === "" ? String(Object.keys(here).length) : part;
      const next = here[key];
      const inner = typeof next === "object" ? next : {};
      here[key] = depth === path.length - 1 ? value : inner;
      here = inner;
    }
  }
  return form;
}
