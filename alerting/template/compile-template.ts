import { Liquid, type LiquidError, type Template } from 'liquidjs';
import type { TemplateValues } from './template-values';

/** Makes a value safe where the template puts it: within a JSON string, a form, XML … */
export type Escape = (text: string) => string;

export type CompiledTemplate = {
  /** The text for these values; undefined where the template takes too long or breaks on them. */
  readonly render: (values: TemplateValues) => string | undefined;
};

export type Compiled =
  | { readonly ok: true; readonly template: CompiledTemplate }
  /** `offset` counts characters of the source. */
  | { readonly ok: false; readonly message: string; readonly offset: number };

const NAMES: readonly string[] =
  'headline brand severity kind reason why since found verdict outlets authors samples link incident page replay'.split(
    ' ',
  );
// A template is one text: it reads no files.
const FILE_TAGS = ['include', 'render', 'layout', 'block'];
const RENDER_MS = 200;
const MEMORY = 1_000_000;

/**
 * Reads a Liquid template. What a mention says is only ever a value: braces in it are not read as Liquid. Every output
 * passes `escapeValue`; there is no way around it. It may
 * name the page's values and `more`. Never throws.
 */
export function compileTemplate(source: string, escapeValue: Escape, more: readonly string[] = []): Compiled {
  const names = [...more, ...NAMES];
  const liquid = createLiquid(escapeValue);
  let parsed: Template[];
  try {
    parsed = liquid.parse(source);
    for (const [name, [first]] of Object.entries(liquid.analyzeSync(parsed).globals)) {
      if (names.includes(name) || !first) continue;
      const message = `unknown variable "${name}": there are ${names.join(', ')}`;
      return { ok: false, message, offset: offsetOf(source, first.location.row, first.location.col) };
    }
  } catch (error) {
    return { ok: false, ...explain(source, error as LiquidError) };
  }
  const render = (values: TemplateValues) => {
    try {
      return String(liquid.renderSync(parsed, values));
    } catch {
      return undefined;
    }
  };
  return { ok: true, template: { render } };
}

function createLiquid(escapeValue: Escape): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    renderLimit: RENDER_MS,
    memoryLimit: MEMORY,
    outputEscape: (value) => escapeValue(wordsOf(value)),
  });
  for (const tag of FILE_TAGS) delete liquid.tags[tag];
  // Liquid lets `raw` pass by the escaping.
  delete liquid.filters.raw;
  return liquid;
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.map(wordsOf).join('') : String(value);
}

function explain(source: string, { message, token }: LiquidError): { message: string; offset: number } {
  const [row = 1, column = 1] = token?.getPosition() ?? [];
  return {
    message: `Liquid: ${message.replace(/, line:\d+, col:\d+$/, '')}`,
    offset: offsetOf(source, row, column),
  };
}

function offsetOf(source: string, row: number, column: number): number {
  const before = source.split('\n').slice(0, row - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
}
