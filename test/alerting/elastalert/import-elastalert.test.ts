import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importElastalert } from '#alerting/elastalert/import-elastalert';
import { formatNote } from '#alerting/elastalert/note';
import { packageRoot } from '#ingest/thread';
import { temporaryFolder } from '../../temporary-folder';
import { fixtureNames, importFixture, importText, loadRules } from './imported';

const folder = temporaryFolder();
const FREQUENCY = 'name: x\ntype: frequency\nnum_events: 5\ntimeframe: {minutes: 10}\n';
const tell = (text: string) => {
  const { rules, notes, unreadable } = importText(text);
  return { rules, told: notes.map(formatNote), isReadable: unreadable.length === 0 };
};

describe('a file that cannot be imported', () => {
  it.each([
    ['is empty', '', 'old.yaml:1:1 the file is empty'],
    [
      'holds a comment',
      '# later\n~\n',
      'old.yaml:2:1 holds nothing: a rule of ElastAlert is "name: …", "type: …" and so on',
    ],
    [
      'holds a word',
      'later',
      'old.yaml:1:1 holds a single value: a rule of ElastAlert is "name: …", "type: …" and so on',
    ],
    [
      'holds a list',
      `# old\n- type: any\n`,
      'old.yaml:2:1 holds a list: a rule of ElastAlert is "name: …", "type: …" and so on',
    ],
    ['is no YAML', 'name: x\nfilter: [a\ntype: any\n', 'old.yaml:3:1 this is not YAML: '],
    [
      'is indented with tabs',
      'name: x\ntimeframe:\n\tminutes: 5\n',
      'old.yaml:3:1 this is not YAML: Tabs are not allowed as indentation: use spaces',
    ],
    [
      'has a key twice',
      'type: any\nname: x\ntype: spike\n',
      'old.yaml:3:1 this is not YAML: Map keys must be unique',
    ],
    [
      'begins a text with a star',
      'name: x\ntype: any\nindex: *social\n',
      'old.yaml:3:8 this is not YAML: "*social" refers to an anchor that is not there; a text that begins with * needs quotes',
    ],
    [
      'unfolds without end',
      `a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n`,
      'old.yaml:1:1 this YAML cannot be unfolded: ',
    ],
    [
      'has no type',
      'name: x\nnum_events: 5\n',
      'old.yaml:1:1 rule x: not imported: there is no type: ElastAlert knows any, blacklist, whitelist, change, frequency, spike, ',
    ],
    [
      'mistypes the type',
      'name: x\ntype: frequncy\n',
      'old.yaml:2:1 rule x, type: not imported: unknown type "frequncy": did you mean "frequency"?',
    ],
    [
      'has a type of its own',
      'name: x\ntype: my_rules.loud.Loud\n',
      'old.yaml:2:1 rule x, type: not imported: this type is a Python module, which is not run',
    ],
    [
      'has types',
      'name: x\ntype: [any]\n',
      'old.yaml:2:1 rule x, type: not imported: expected the name of a rule type',
    ],
  ])('%s', (_, text, told) => {
    const result = tell(text);
    expect(result.told).toEqual([expect.stringContaining(told)]);
    expect(result).toMatchObject({ rules: 0, isReadable: false });
  });
});

describe('a rule that cannot be imported', () => {
  const frequency = (timeframe: string) => `name: x\ntype: frequency\nnum_events: 5\n${timeframe}`;
  it.each([
    [frequency(''), '1:1 rule x: not imported: timeframe is missing'],
    [
      frequency('timeframe: {minutes: 0}'),
      '4:1 rule x, timeframe: not imported: is 0, so that nothing can fall within',
    ],
    [
      frequency('timeframe: {minutes: -5}'),
      '4:1 rule x, timeframe: not imported: minutes: expected a number of 0 or more',
    ],
    [
      frequency('timeframe: {minutes: $SPAN}'),
      '4:1 rule x, timeframe: not imported: minutes: expected a number of 0 or more',
    ],
    [
      frequency('timeframe: {minuts: 5}'),
      '4:1 rule x, timeframe: not imported: "minuts" is no unit of time: expected milliseconds, seconds, minutes, hours, days, weeks',
    ],
    [frequency('timeframe: 5'), '4:1 rule x, timeframe: not imported: expected a time such as "minutes: 10"'],
    ['name: x\ntype: frequency\ntimeframe: {minutes: 5}', '1:1 rule x: not imported: num_events is missing'],
    [
      'name: x\ntype: frequency\ntimeframe: {minutes: 5}\nnum_events: lots',
      '4:1 rule x, num_events: not imported: expected a number',
    ],
    [`${FREQUENCY}is_enabled: no`, '5:1 rule x, is_enabled: not imported: the rule is switched off'],
    [
      'name: x\ntype: spike\ntimeframe: {hours: 1}\nspike_height: 1',
      '4:1 rule x, spike_height: not imported: must be above 1: once as many as usual is no spike',
    ],
    [
      'name: x\ntype: spike\ntimeframe: {hours: 1}\nspike_height: 3\nfield_value: reach',
      '5:1 rule x, field_value: not imported: a spike counts mentions, it does not add up a field: see metric_aggregation with type sum',
    ],
    [
      'name: x\ntype: flatline\ntimeframe: {hours: 1}\nthreshold: 0',
      '4:1 rule x, threshold: not imported: there cannot be fewer than none, so the rule would never fire',
    ],
    [
      'name: x\ntype: blacklist\ncompare_key: city\nblacklist: [Paris]',
      '1:1 rule x: not imported: without the condition that could not be said, every mention would count',
    ],
    [
      'name: x\ntype: whitelist\ncompare_key: [lang, city]\nwhitelist: [en]',
      '4:1 rule x, whitelist: not imported: compare_key must name one field, and whitelist the values',
    ],
    [
      'name: x\ntype: cardinality\ntimeframe: {hours: 1}\ncardinality_field: city\nmax_cardinality: 5',
      '4:1 rule x, cardinality_field: not imported: mentions have no field that is called "city"',
    ],
    [
      'name: x\ntype: cardinality\ntimeframe: {hours: 1}\ncardinality_field: author',
      '1:1 rule x: not imported: neither max_cardinality nor min_cardinality is set, so the rule would never fire',
    ],
    [
      'name: x\ntype: new_term\nfields: [[author, outlet]]',
      '3:1 rule x, fields: not imported: a combination of fields cannot be watched: name each field by itself',
    ],
    [
      'name: x\ntype: new_term\nfields: outlet\nterms_window_size: {days: 0}',
      '4:1 rule x, terms_window_size: not imported: is 0: everything would be new',
    ],
    [
      'name: x\ntype: spike_aggregation\ntimeframe: {hours: 1}\nspike_height: 3\nspike_type: up\nmetric_agg_key: sentiment\nmetric_agg_type: avg',
      '2:1 rule x, type: not imported: a spike counts mentions, not the avg of "sentiment": write a spike over the same filter, or metric_aggregation with a fixed limit',
    ],
    [
      'name: x\ntype: percentage_match\nmax_percentage: 40\ntimeframe: {hours: 1}',
      '1:1 rule x: not imported: match_bucket_filter is missing',
    ],
    [
      'name: x\ntype: percentage_match\nmax_percentage: 40\ntimeframe: {hours: 1}\nmatch_bucket_filter: [{match: {text: "a b"}}]',
      '5:1 rule x, match_bucket_filter: not imported: one share cannot be made of alternatives in several fields: write a rule for each',
    ],
    [
      'name: x\ntype: percentage_match\nmax_percentage: 100\ntimeframe: {hours: 1}\nmatch_bucket_filter: [{term: {lang: en}}]',
      '3:1 rule x, max_percentage: not imported: ',
    ],
    [
      'name: x\ntype: metric_aggregation\nmetric_agg_key: sentiment\nmetric_agg_type: avg\ntimeframe: {hours: 1}',
      '1:1 rule x: not imported: neither max_threshold nor min_threshold is set, so the rule would never fire',
    ],
    ['name: x\ntype: change\nignore_null: true', '1:1 rule x: not imported: compare_key is missing'],
  ])('%s', (text, told) => {
    const result = tell(text);
    expect(result.told).toContainEqual(expect.stringContaining(`old.yaml:${told}`));
    expect(result).toMatchObject({ rules: 0, isReadable: true });
  });
});

describe('what is not carried over', () => {
  const note = (text: string) => tell(`${FREQUENCY}${text}`).told;

  it.each([
    ['query_key: [user, city]', '5:1 rule x, query_key: mentions cannot be counted apart by "city"'],
    [
      'realert: {minutes: 0}',
      '5:1 rule x, realert: is too short: nearly every mention would page again; 1m is set',
    ],
    ['realert: never', '5:1 rule x, realert: expected a time such as "minutes: 10"; it is left at 30m'],
    ['priority: urgent', '5:1 rule x, priority: is no priority that is known; severity is left at warning'],
    ['priority: 2', '5:1 rule x, priority: is read as 1 for the most urgent: severity: error'],
    ['query_delay: {minutes: 5}', '5:1 rule x, query_delay: late mentions are counted where they belong'],
    ['match_enhancements: [my.Enhancement]', '5:1 rule x, match_enhancements: Python is not run'],
    [
      'agregation: {minutes: 5}',
      `5:1 rule x, agregation: unknown to ElastAlert's rules and to Vigie's: did you mean "aggregation"?`,
    ],
    ['colour: red', `5:1 rule x, colour: unknown to ElastAlert's rules and to Vigie's; left out`],
    ['import: base.yaml', '5:1 rule x, import: other files are not read'],
    ['alert: [my.Alerter]', '5:1 rule x, alert: the channel "my.Alerter" is a Python module'],
    [
      'alert: [{email: {email: a@example.com}}, slack]',
      '5:1 rule x, alert: email: who is told stands apart from the rules: in vigie.yaml, add a notifier of kind email',
    ],
    [
      'index: a\nuse_ssl: true\nes_port: 9200',
      '5:1 rule x, index: with use_ssl, es_port: says how ElastAlert asks Elasticsearch',
    ],
    ['blacklist: !file /etc/list', '5:12 YAML: Unresolved tag: !file; the value is read as plain text'],
  ])('is told: %s', (text, told) => {
    expect(note(text)).toContainEqual(expect.stringContaining(`old.yaml:${told}`));
  });

  it('names each option of a rule that Vigie leaves out', () => {
    const options = [
      ['aggregation', '{minutes: 5}'],
      ['alert_text', 'x'],
      ['buffer_time', '{minutes: 45}'],
      ['exponential_realert', '{hours: 1}'],
      ['generate_kibana_discover_url', 'true'],
      ['limit_execution', '"* 9 * * *"'],
      ['owner', 'me'],
      ['realert_key', 'brand'],
      ['smtp_host', 'mail'],
      ['top_count_keys', '[author]'],
      ['use_local_time', 'false'],
    ];
    const told = note(options.map(([option, value]) => `${option}: ${value}`).join('\n')).join('\n');
    for (const [option] of options) expect(told).toContain(option);
  });

  it('never repeats a value that may be a secret', () => {
    const { yaml, notes } = importText(
      `${FREQUENCY}es_password: hidden1\nslack_webhook_url: https://hidden2.example\nalert: ["https://hidden3.example/x"]\nemail: hidden4@example.com\npagerduty_service_key: hidden5\nhttp_post_headers: {authorization: hidden6}\nmattermost_webhook_url: hidden7\ntoken: hidden8\n`,
    );
    expect(yaml).toContain('name: x');
    expect(`${yaml}${notes.map(formatNote).join('\n')}`).not.toContain('hidden');
    for (const name of fixtureNames) {
      const { yaml: written, notes: told } = importFixture(name);
      expect(`${written}${told.map(formatNote).join('\n')}`).not.toMatch(
        /verysecret|alsosecret|secretpath|topsecret|hushhush|notforyoureyes|0123456789abcdef/,
      );
    }
  });
});

describe('an imported rules file', () => {
  it('holds the rules of several files, each with where it was, under names of its own', async () => {
    const text = `name: "Störung – Alerte !"\ndescription: >\n  Many speak\n  of \${X}\n${FREQUENCY.replace('name: x\n', '')}query_key: "brand,user"\n`;
    const { yaml, notes } = importElastalert(
      [
        { file: 'one.yaml', text },
        {
          file: 'two.yaml',
          text: `\ufeff${text.replaceAll('\n', '\r\n')}---\n<<: {num_events: 7}\n${FREQUENCY.replace('num_events: 5\n', '')}`,
        },
      ],
      () => [],
    );
    expect(notes).toEqual([]);
    expect(yaml).toBe(`# yaml-language-server: $schema=./rules.schema.json
# Imported from ElastAlert. Every brand is counted by itself; add 'brand="…"' to a filter for one brand alone.

version: 1
rules:
  # one.yaml:1
  - name: storung-alerte
    summary: Many speak of $\${X}
    type: frequency
    query_key: [author]
    timeframe: 10m
    num_events: 5

  # two.yaml:1
  - name: storung-alerte-2
    summary: Many speak of $\${X}
    type: frequency
    query_key: [author]
    timeframe: 10m
    num_events: 5

  # two.yaml:10
  - name: x
    type: frequency
    timeframe: 10m
    num_events: 7
`);
    const rules = await loadRules(folder(), yaml);
    expect(rules.map(({ summary, query_key }) => [summary, query_key])).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what the description says
      ['Many speak of ${X}', ['author']],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what the description says
      ['Many speak of ${X}', ['author']],
      [undefined, ['brand']],
    ]);
  });

  it('is named for its file where the rule has no name', () => {
    expect(
      importElastalert([{ file: 'rules/My Storm.yml', text: FREQUENCY.replace('name: x\n', '') }], () => [])
        .yaml,
    ).toContain('name: my-storm\n');
  });

  it('has floors that ElastAlert does not ask for, and tells of them', () => {
    const { yaml, notes } = importText(
      'name: x\ntype: spike\nspike_height: 4\nspike_type: up\ntimeframe: {minutes: 10}\nthreshold_ref: 10\n',
    );
    expect(yaml).toContain('threshold_cur: 40\n    threshold_ref: 10\n');
    expect(notes.map(formatNote)).toContainEqual(
      expect.stringContaining('threshold_cur: 40 is set, for Vigie asks for this floor'),
    );
  });

  it('becomes several rules without references between them', () => {
    const { yaml, notes } = importText(
      'name: x\ntype: new_term\nfields: [author, url.domain, city]\nterms_window_size: {hours: 6}\nfilter: [{terms: {outlet: [A, B]}}]\n',
    );
    expect(yaml).toContain(`  - name: x-author
    type: new_term
    filter: ['outlet=~"A|B"']
    field: author
    terms_window_size: 6h
    learn_for: 6h

  # old.yaml:1
  - name: x-domain
    type: new_term
    filter: ['outlet=~"A|B"']
    field: domain
`);
    expect(notes.map(formatNote)).toContainEqual(
      'old.yaml:3:1 rule x-author, fields: not imported: mentions have no field that is called "city"',
    );
  });

  it.each([
    [
      'cardinality',
      'max_threshold: 10.5\nmin_threshold: 2',
      ['cardinality'],
      ['cardinality_field: author', 'min_cardinality: 2', 'max_cardinality: 10'],
    ],
    [
      'value_count',
      'max_threshold: 10\nmin_threshold: 2',
      ['frequency', 'flatline'],
      ['num_events: 11', 'threshold: 2', 'author=~".+"'],
    ],
  ])('measures by another type what ElastAlert aggregates as %s', (type, limits, types, options) => {
    const { yaml } = importText(
      `name: x\ntype: metric_aggregation\nmetric_agg_key: author\nmetric_agg_type: ${type}\ntimeframe: {hours: 1}\n${limits}\n`,
    );
    expect([...yaml.matchAll(/type: (\w+)/g)].map(([, one]) => one)).toEqual(types);
    for (const option of options) expect(yaml).toContain(option);
  });

  it('takes both limits of a share as two rules', () => {
    const { yaml } = importText(
      'name: x\ntype: percentage_match\nmin_percentage: 5\nmax_percentage: 40\nmin_denominator: 50\ntimeframe: {hours: 1}\nmatch_bucket_filter: [{term: {voice: official}}]\n',
    );
    expect(yaml).toContain(`name: x-many
    type: percentage_match
    timeframe: 1h
    match: ['voice="official"']
    max_percentage: 40
`);
    expect(yaml).toContain(`name: x-few
    type: percentage_match
    timeframe: 1h
    match: ['voice!="official"']
    max_percentage: 95
`);
  });

  it('is the same as before for the fixture of the README', () => {
    const text = readFileSync(join(packageRoot(), 'test/fixtures/elastalert/recall-frequency.yaml'), 'utf8');
    expect(importText(text).yaml).toContain(`  - name: acme-recall-talk
    summary: 'Acme: recall talk'
    type: frequency
    filter: ['brand="acme"', 'text:"recall"', 'language=~"en|fr"']
    timeframe: 15m
    num_events: 20
    realert: 30m
    severity: critical
`);
  });

  it('comes from any text without a fall', () => {
    const deep = (depth: number) =>
      `${FREQUENCY}filter: ${'[{not: '.repeat(depth)}{term: {lang: en}}${'}]'.repeat(depth)}\n`;
    for (const text of [
      deep(20),
      deep(100),
      `${FREQUENCY}__proto__: {a: 1}\nconstructor: x\nfilter: {constructor: {}}`,
      `${FREQUENCY}filter: [null, 1, [], {}, {bool: null}, {terms: {lang: {}}}, {range: {followers: null}}, {query_string: null}]`,
      'type: any\nfilter: 5\n? [a]\n: b\n',
    ])
      expect(() => importText(text)).not.toThrow();
  });
});
