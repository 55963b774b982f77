import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as aggregations from '#dashboards/kibana/aggregations';
import { FIELD_TYPES, fieldDescriptions, query } from '#dashboards/kibana/fields';
import { BOARDS, kibanaObjects } from '#dashboards/kibana/kibana-objects';
import { RUNTIME_FIELDS } from '#dashboards/kibana/runtime-fields';
import { type SavedObject, toNdjson } from '#dashboards/kibana/saved-object';
import { mentionMapping } from '#enrich/store/elasticsearch-mapping';
import { packageRoot } from '#ingest/thread';
import { dataViewOf, fieldsOf, visStateOf } from './panel-search';

const file = readFileSync(join(packageRoot(), 'dashboards/kibana/vigie.ndjson'), 'utf8');
const objects = file
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as SavedObject);
const nameOf = ({ type, id }: { type: string; id: string }) => `${type}:${id}`;

/** What Elasticsearch can do with a field of a type. */
const GOOD_FOR: Readonly<Record<string, RegExp>> = {
  date_histogram: /^date$/,
  terms: /^(keyword|boolean)$/,
  cardinality: /^keyword$/,
  avg: /^(long|double)$/,
  sum: /^(long|double)$/,
  percentiles: /^(long|double)$/,
  min: /^(long|double|date)$/,
  max: /^(long|double|date)$/,
  sort: /^(long|double|date)$/,
  query: /^(keyword|boolean|date|long|double)$/,
  top_hits: /./,
  column: /./,
};

/** Type by name, taken from the mapping by another way than the boards do. */
function typesOfMapping(): Map<string, string> {
  const types = new Map(Object.entries(RUNTIME_FIELDS).map(([name, { type }]) => [name, type as string]));
  const visit = (properties: object, path: readonly string[]) => {
    for (const [name, property] of Object.entries(properties)) {
      if (property.properties) visit(property.properties, [...path, name]);
      else types.set([...path, name].join('.'), property.type);
    }
  };
  visit(mentionMapping().properties ?? {}, []);
  return types;
}

describe('the objects of Kibana', () => {
  it('are those of the file, the same each time', () => {
    expect(toNdjson(kibanaObjects('vigie'))).toBe(file);
    expect(toNdjson(kibanaObjects('vigie'))).toBe(toNdjson(kibanaObjects('vigie')));
  });

  it('carry the prefix of the indices in every id, so that two fit in one space', () => {
    const other = kibanaObjects('acme');
    expect(other.filter(({ id }) => !id.startsWith('acme-'))).toEqual([]);
    expect(other[0]?.attributes.title).toBe('acme-mentions-*');
    expect(JSON.stringify(other)).not.toContain('vigie-');
  });

  it('refer only to what is there, by ids and titles of their own', () => {
    const names = new Set(objects.map(nameOf));
    expect(names.size).toBe(objects.length);
    expect(objects.flatMap(({ references }) => references).filter((to) => !names.has(nameOf(to)))).toEqual(
      [],
    );
    const titles = objects.map(({ type, attributes }) => `${type} ${attributes.name ?? attributes.title}`);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('ask only for fields that mentions have, with a type that can answer', () => {
    const types = typesOfMapping();
    const asked = objects.flatMap((object) =>
      fieldsOf(object).map(({ field, as }) => ({ object: object.id, field, as, type: types.get(field) })),
    );
    expect(asked.length).toBeGreaterThan(150);
    expect(asked.filter(({ as, type }) => type === undefined || !GOOD_FOR[as]?.test(type))).toEqual([]);
  });

  it('compute fields only from fields that mentions have, in a column of values', () => {
    const types = typesOfMapping();
    for (const { script } of Object.values(RUNTIME_FIELDS)) {
      const named = [...script.source.matchAll(/doc\['([^']+)'\]/g)].map(([, name = '']) => name);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !/^(keyword|date)$/.test(types.get(name) ?? ''))).toEqual([]);
    }
  });

  it('give every chart a data view, and every series an aggregation', () => {
    const charts = objects.filter(({ type }) => type === 'visualization');
    for (const chart of charts) {
      const { type, aggs } = visStateOf(chart);
      if (type === 'markdown') continue;
      expect(dataViewOf(chart, objects)?.id).toMatch(/^vigie-mentions/);
      expect(aggs[0]?.schema).toBe('metric');
      expect(aggs.map(({ id }) => id)).toEqual(aggs.map((_, index) => String(index + 1)));
    }
    expect(charts.length).toBeGreaterThan(25);
  });
});

describe('a board', () => {
  it.each(objects.filter(({ type }) => type === 'dashboard'))(
    '$id shows each of its panels, none over another',
    (board) => {
      const panels = JSON.parse(String(board.attributes.panelsJSON)) as {
        panelIndex: string;
        panelRefName: string;
        type: string;
        gridData: { x: number; y: number; w: number; h: number; i: string };
      }[];
      const { panelsJSON } = board.attributes.controlGroupInput as { panelsJSON: string };
      const controls = Object.keys(JSON.parse(panelsJSON));
      expect(board.references.map(({ name }) => name).sort()).toEqual(
        [
          ...panels.map(({ panelIndex, panelRefName }) => `${panelIndex}:${panelRefName}`),
          ...controls.map((id) => `controlGroup_${id}:optionsListDataView`),
        ].sort(),
      );
      const cells = panels.flatMap(({ gridData: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(panels.filter(({ gridData: { x, w } }) => x + w > 48)).toEqual([]);
    },
  );

  it('is there for the crisis room, the brand comparison and operations', () => {
    expect(BOARDS.map(({ title }) => title)).toEqual(['Crisis room', 'Brand comparison', 'Operations']);
  });
});

describe('a panel cannot be built', () => {
  it.each([
    [
      'on a field that is not there',
      () => aggregations.by('sentimnt.label', 'x'),
      'mentions have no field "sentimnt.label"',
    ],
    ['by splitting text', () => aggregations.by('text', 'x'), '"text" is of type text and no good as split'],
    [
      'by the mean of words',
      () => aggregations.mean('outlet', 'x'),
      '"outlet" is of type keyword and no good as number',
    ],
    [
      'over time by a number',
      () => aggregations.overTime('story.copies'),
      '"story.copies" is of type long and no good as time',
    ],
    ['with a query for nothing', () => query('NOT _exists_:nothing'), 'mentions have no field "nothing"'],
    [
      'with a query in prose',
      () => query('brand:vinci AND text:fraud'),
      '"text" is of type text and no good as condition',
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

it('says of a field what the schema says', () => {
  expect(fieldDescriptions()['sentiment.score']).toBe('toward the brand; −1 hostile, 1 friendly');
  expect(Object.keys(fieldDescriptions()).filter((name) => !FIELD_TYPES.has(name))).toEqual([]);
});
