import { z } from "zod";
import type { AnyResource, Provider } from "./resource.ts";

/** The part of JSON schema that zod writes and Pulumi's package schema can say. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
}

/** A property as Pulumi's package schema says it; https://www.pulumi.com/docs/iac/extending-pulumi/schema/ */
export interface PropertySpec {
  readonly type?: string;
  readonly description?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
  readonly oneOf?: readonly PropertySpec[];
  readonly $ref?: string;
  readonly secret?: boolean;
  readonly willReplaceOnChanges?: boolean;
}
type Properties = Readonly<Record<string, PropertySpec>>;

interface ObjectSpec {
  readonly type: "object";
  readonly properties: Properties;
  readonly required: readonly string[];
}
type Types = Record<string, ObjectSpec>;

export interface ResourceSpec {
  readonly description: string;
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
  readonly properties: Properties;
  readonly required: readonly string[];
}

export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly types: Readonly<Record<string, ObjectSpec>>;
  readonly [more: string]: unknown;
}

/** The Pulumi package schema of a provider, generated from its definitions. */
export function packageSchema(definition: Provider<unknown>): PackageSchema {
  const types: Types = {};
  const resources = Object.fromEntries(
    definition.resources.map((one) => [one.token, resourceSpec(definition, one, types)]),
  );
  return {
    name: definition.name,
    displayName: definition.displayName,
    version: definition.version,
    description: `${definition.displayName} for groundplan. Endpoint and token come from the environment.`,
    // Tokens are `pkg:index/camel:Pascal`, as bridged packages have them: the part after the slash is no module.
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    config: {},
    provider: {
      inputProperties: propertiesOf(definition.config, `${definition.name}:index/`, "Provider", types).properties,
    },
    resources,
    types,
    language: { nodejs: { respectSchemaVersion: true } },
  };
}

function resourceSpec(definition: Provider<unknown>, resource: AnyResource, types: Types): ResourceSpec {
  const className = resource.token.split(":").pop() ?? resource.token;
  const at = `${definition.name}:index/`;
  const inputs = propertiesOf(resource.inputs, at, className, types);
  const outputs = propertiesOf(resource.outputs, at, className, types);
  const secrets = (resource.secrets ?? []) as readonly string[];
  const replaceOn = (resource.replaceOn ?? []) as readonly string[];
  const computed = (resource.computed ?? []) as readonly string[];
  const mark = ([name, spec]: [string, PropertySpec]): [string, PropertySpec] => [
    name,
    {
      ...spec,
      ...(secrets.includes(name) ? { secret: true } : {}),
      ...(replaceOn.includes(name) || resource.update === undefined ? { willReplaceOnChanges: true } : {}),
    },
  ];
  const inputProperties = Object.entries(inputs.properties).map(mark);
  const properties = [
    ...inputProperties,
    ...Object.entries(outputs.properties).map(([name, spec]) => mark([name, { ...spec, willReplaceOnChanges: false }])),
  ];
  return {
    description: `${resource.description}\n\n## Import\n\n${importText(resource)}`,
    inputProperties: Object.fromEntries(inputProperties.filter(([name]) => !computed.includes(name))),
    requiredInputs: inputs.required.filter((name) => !computed.includes(name)),
    properties: Object.fromEntries(properties),
    required: [...inputs.required, ...outputs.required],
  };
}

const importText = ({ token, importId, neverImported }: AnyResource): string =>
  neverImported === undefined
    ? `\`pulumi import ${token} NAME '${importId}'\``
    : `Cannot be imported: ${neverImported}.`;

function propertiesOf(
  schema: z.ZodObject,
  at: string,
  owner: string,
  types: Types,
): { properties: Properties; required: string[] } {
  // What a program may write: defaults are optional there, and transforms have not happened yet.
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const properties = Object.entries(json.properties ?? {}).map(([name, property]) => [
    name,
    propertySpec(property, at, `${owner}${upperFirst(name)}`, types),
  ]);
  return { properties: Object.fromEntries(properties), required: [...(json.required ?? [])] };
}

function propertySpec(json: JsonSchema, at: string, typeName: string, types: Types): PropertySpec {
  const allowed = json.enum ?? (json.const === undefined ? undefined : [json.const]);
  const notes = [
    json.description,
    allowed && `One of ${allowed.map(String).join(", ")}.`,
    json.default !== undefined && `Default: ${JSON.stringify(json.default)}.`,
  ];
  const description = notes.filter(Boolean).join(" ");
  return { ...typeSpec(json, at, typeName, types), ...(description === "" ? {} : { description }) };
}

function typeSpec(json: JsonSchema, at: string, typeName: string, types: Types): PropertySpec {
  if (typeof json.type === "object") {
    const { type, ...rest } = json;
    return typeSpec({ anyOf: type.map((one) => ({ ...rest, type: one })) }, at, typeName, types);
  }
  const branches = json.anyOf?.filter((one) => one.type !== "null");
  if (branches !== undefined) {
    const [first = { $ref: "pulumi.json#/Any" }, ...rest] = branches.map((one, index) =>
      typeSpec(one, at, `${typeName}${index === 0 ? "" : index}`, types),
    );
    return rest.length === 0 ? first : { oneOf: [first, ...rest] };
  }
  if (json.type === "array") return { type: "array", items: typeSpec(json.items ?? {}, at, typeName, types) };
  if (json.type === "object" && json.properties !== undefined) return objectType(json, at, typeName, types);
  if (json.type === "object") {
    const values = typeof json.additionalProperties === "object" ? json.additionalProperties : { type: "string" };
    return { type: "object", additionalProperties: typeSpec(values, at, typeName, types) };
  }
  const literal = json.enum?.[0] ?? json.const;
  const type = json.type ?? (literal === undefined ? undefined : typeof literal);
  return type === undefined ? { $ref: "pulumi.json#/Any" } : { type };
}

/** Pulumi wants every object type named. */
function objectType(json: JsonSchema, at: string, typeName: string, types: Types): PropertySpec {
  const token = `${at}${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}:${typeName}`;
  const properties = Object.entries(json.properties ?? {}).map(([name, property]) => [
    name,
    propertySpec(property, at, `${typeName}${upperFirst(name)}`, types),
  ]);
  types[token] = { type: "object", properties: Object.fromEntries(properties), required: [...(json.required ?? [])] };
  return { $ref: `#/types/${token}` };
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
