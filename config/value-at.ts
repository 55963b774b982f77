type Path = readonly PropertyKey[];

/** What stands at the path; undefined where it leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** The same value with another one at the path; what lies beside the path is shared. */
export function withValueAt(value: unknown, [key, ...rest]: Path, inner: unknown): unknown {
  if (key === undefined) return inner;
  const changed = withValueAt(valueAt(value, [key]), rest, inner);
  if (Array.isArray(value)) return value.map((entry, index) => (index === key ? changed : entry));
  return { ...(value as object), [key]: changed };
}
