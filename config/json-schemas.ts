import { z } from 'zod';
import { kibanaObjects } from '#dashboards/kibana/kibana-objects';
import { toNdjson } from '#dashboards/kibana/saved-object';
import { Brand } from '#enrich/brand';
import { CalendarFile } from './calendar-file';
import { formatDuration } from './fields/duration';
import { plugins as allPlugins, type Plugins } from './plugins';
import { referencePage } from './reference-page';
import { RuleTestsFile, rulesFileSchema } from './rules-file';
import { fieldMeta } from './schema-walk';
import { settingsSchema } from './settings';

/** A file that is made from the schemas: its path in the repository and what must stand in it. */
export type GeneratedFile = { readonly path: string; readonly text: string };

/** JSON Schemas for editors, the reference page and Kibana's objects: one source with what the program knows. */
export function generatedFiles(plugins: Plugins = allPlugins): GeneratedFile[] {
  return [
    { path: 'config/vigie.schema.json', text: jsonSchema('Vigie: settings', settingsSchema(plugins)) },
    { path: 'config/brands/brand.schema.json', text: jsonSchema('Vigie: a brand', Brand) },
    { path: 'config/rules/rules.schema.json', text: jsonSchema('Vigie: rules', rulesFileSchema(plugins)) },
    { path: 'config/rules/tests.schema.json', text: jsonSchema('Vigie: rule tests', RuleTestsFile) },
    { path: 'config/calendar.schema.json', text: jsonSchema('Vigie: declared moments', CalendarFile) },
    { path: 'docs/reference.md', text: referencePage(plugins) },
    { path: 'dashboards/kibana/vigie.ndjson', text: toNdjson(kibanaObjects('vigie')) },
  ];
}

function jsonSchema(title: string, schema: z.ZodType): string {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const meta = fieldMeta(zodSchema);
      delete jsonSchema.duration;
      delete jsonSchema.filePath;
      delete jsonSchema.secret;
      if (meta.duration === true && typeof jsonSchema.default === 'number')
        jsonSchema.default = formatDuration(jsonSchema.default);
      // A variable stands for any value: `port: ${PORT}`.
      if (jsonSchema.type === 'number' || jsonSchema.type === 'integer' || jsonSchema.type === 'boolean')
        allowVariable(jsonSchema);
    },
  });
  return `${JSON.stringify({ title, ...made }, null, 2)}\n`;
}

const VARIABLE = { type: 'string', pattern: '^\\$\\{[^}]+\\}$' } as const;
/** What stays beside `anyOf`: it is shown to people. */
const SHOWN = ['description', 'default'];

function allowVariable(schema: z.core.JSONSchema.BaseSchema): void {
  const limits = Object.entries(schema).filter(([key]) => !SHOWN.includes(key));
  for (const [key] of limits) delete schema[key];
  schema.anyOf = [Object.fromEntries(limits), VARIABLE];
}
