type Reader<Value> = {
  readonly safeParse: (value: unknown) => { success: true; data: Value } | { success: false; error: Error };
};

/** The value that the JSON text holds, or what is wrong with it. Never throws. */
export function readJson<Value>(
  schema: Reader<Value>,
  json: string,
): { ok: true; value: Value } | { ok: false; error: unknown } {
  try {
    const parsed = schema.safeParse(JSON.parse(json));
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, error: parsed.error };
  } catch (error) {
    return { ok: false, error };
  }
}
