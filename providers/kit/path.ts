/** A Pulumi property path: `settings.hooks[0].url`, with names that need it in quotes: `labels["a.b"]`. */
export function propertyPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === "number") return `${path}[${part}]`;
    const name = String(part);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}["${name.replaceAll('"', '\\"')}"]`;
    return path === "" ? name : `${path}.${name}`;
  }, "");
}
