import { z } from 'zod';

type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

/** Meta data that a field type such as Secret carries, however it is wrapped (optional, default …). */
export function fieldMeta(schema: Schema): Readonly<Record<string, unknown>> {
  const inner = unwrapOnce(schema);
  const own = z.globalRegistry.get(schema) ?? {};
  return inner ? { ...fieldMeta(inner), ...own } : own;
}

/** Without optional, default, prefault, nullable, readonly and transforms. */
export function unwrap(schema: Schema): Schema {
  const inner = unwrapOnce(schema);
  return inner ? unwrap(inner) : schema;
}

function unwrapOnce(schema: Schema): Schema | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'pipe') return def.in;
  return 'innerType' in def ? (def.innerType as Schema) : undefined;
}

/** The schema of what stands at `path` of `value`; undefined below an unknown key or kind. */
export function schemaAt(schema: Schema, path: Path, value: unknown): Schema | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const child = childSchema(choose(schema, value), key);
  return child && schemaAt(child, rest, childValue(value, key));
}

/** The keys that may stand in the object that `schema` describes, given its value (which tells the kind). */
export function allowedKeys(schema: Schema, value: unknown): string[] {
  const { def } = (choose(schema, value) as z.core.$ZodTypes)._zod;
  return def.type === 'object' ? Object.keys(def.shape) : [];
}

/** Visits every field of the value for which there is a schema, outermost first. */
export function walkFields(
  schema: Schema,
  value: unknown,
  visit: (field: { readonly schema: Schema; readonly value: unknown; readonly path: Path }) => void,
  path: Path = [],
): void {
  visit({ schema, value, path });
  if (typeof value !== 'object' || value === null) return;
  const container = choose(schema, value);
  const keys: readonly PropertyKey[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const key of keys) {
    const child = childSchema(container, key);
    if (child) walkFields(child, childValue(value, key), visit, [...path, key]);
  }
}

function childSchema(schema: Schema | undefined, key: PropertyKey): Schema | undefined {
  if (!schema) return undefined;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
  if (def.type === 'array' && typeof key === 'number') return def.element;
  if (def.type === 'record') return def.valueType;
  return undefined;
}

function childValue(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

/** Unwraps, and of a union takes the member that the value is meant for: by its kind, else by its shape. */
function choose(schema: Schema, value: unknown): Schema {
  const bare = unwrap(schema);
  const { def } = (bare as z.core.$ZodTypes)._zod;
  if (def.type !== 'union') return bare;
  const word = 'discriminator' in def ? String(def.discriminator) : undefined;
  const fits = (member: Schema) =>
    word === undefined
      ? shapeOf(member) === shapeOfValue(value)
      : fitsWord(member, word, childValue(value, word));
  const member = def.options.find(fits);
  return member ? choose(member, value) : bare;
}

function fitsWord(member: Schema, word: string, value: unknown): boolean {
  const field = childSchema(unwrap(member), word);
  return field !== undefined && z.safeParse(field, value).success;
}

function shapeOf(schema: Schema): string {
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod;
  return def.type;
}

function shapeOfValue(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
