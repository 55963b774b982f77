// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is YAML for operators
/** One text of the sound configuration replaced, and all that is told of it. */
export type Mistake = {
  readonly mistake: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly told: readonly string[];
};

export const MISTAKES: readonly Mistake[] = [
  {
    mistake: 'a password in the address of a cluster',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'store: { kind: elasticsearch, node: "https://me:pass@search.example.com" }\ntimezone:',
    told: [
      'config/vigie.yaml:1:37 store.node: holds a user name: write it to username and password, so that it stays out of logs (got a value that is not shown)',
    ],
  },
  {
    mistake: 'a user name without its password',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'store: { kind: elasticsearch, node: "http://127.0.0.1:9200", username: me }\ntimezone:',
    told: ['config/vigie.yaml:1:72 store.username: username and password go together'],
  },
  {
    mistake: 'an unknown key at the top',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'timezon:',
    told: ['config/vigie.yaml:1:1 timezon: unknown key "timezon": did you mean "timezone"?'],
  },
  {
    mistake: 'an unknown key of a source',
    file: 'vigie.yaml',
    from: 'every: 10m',
    to: 'evry: 10m',
    told: ['config/vigie.yaml:6:5 sources[0].evry: unknown key "evry": did you mean "every"?'],
  },
  {
    mistake: 'an unknown key that resembles nothing',
    file: 'vigie.yaml',
    from: '    port: 8790',
    to: '    port: 8790\n    zzzzzzzz: 1',
    told: [
      'config/vigie.yaml:10:5 sources[1].zzzzzzzz: unknown key "zzzzzzzz": expected one of host, port, path, secret, replayWindow, maxBody, maxItems, maxWaiting, channel, name, enabled, every …',
    ],
  },
  {
    mistake: 'an unknown kind of source',
    file: 'vigie.yaml',
    from: 'kind: rss',
    to: 'kind: rsss',
    told: ['config/vigie.yaml:4:11 sources[0].kind: unknown kind "rsss": did you mean "rss"?'],
  },
  {
    mistake: 'an entry without kind',
    file: 'vigie.yaml',
    from: '    kind: rss\n',
    to: '',
    told: [
      'config/vigie.yaml:3:5 sources[0].kind: is missing: kind must be one of certificate-transparency, mailbox, replay, rss, webhook',
    ],
  },
  {
    mistake: 'an unknown kind of notifier',
    file: 'vigie.yaml',
    from: 'kind: bell',
    to: 'kind: bel',
    told: ['config/vigie.yaml:13:11 notifiers[0].kind: unknown kind "bel": did you mean "bell"?'],
  },
  {
    mistake: 'an option of another kind',
    file: 'vigie.yaml',
    from: 'kind: bell',
    to: 'kind: bell\n    token: ${X:-a}',
    told: ['config/vigie.yaml:14:5 notifiers[0].token: unknown key "token": did you mean "tone"?'],
  },
  {
    mistake: 'a duration as ElastAlert writes it',
    file: 'vigie.yaml',
    from: 'every: 10m',
    to: 'every: { minutes: 10 }',
    told: ['config/vigie.yaml:6:12 sources[0].every: write 10m instead of {minutes: 10}'],
  },
  {
    mistake: 'a duration without unit',
    file: 'vigie.yaml',
    from: 'every: 10m',
    to: 'every: 600',
    told: [
      'config/vigie.yaml:6:12 sources[0].every: expected a duration such as "90s", "10m", "2h" or "7d" (got 600)',
    ],
  },
  {
    mistake: 'a cron expression with too few fields',
    file: 'vigie.yaml',
    from: 'every: 10m',
    to: 'cron: "0 8 * *"',
    told: [
      'config/vigie.yaml:6:11 sources[0].cron: expected minute hour day month weekday, for example "0 8 * * 1-5"',
    ],
  },
  {
    mistake: 'a cron expression in a zone, of a minute that there is not',
    file: 'vigie.yaml',
    from: 'every: 10m',
    to: 'cron: { expression: "61 8 * * *", timezone: Europe/Paris }',
    told: [
      'config/vigie.yaml:6:25 sources[0].cron.expression: expected minute hour day month weekday, for example "0 8 * * 1-5" (got "61 8 * * *")',
    ],
  },
  {
    mistake: 'a duration in words',
    file: 'vigie.yaml',
    from: 'every: 10m',
    to: 'every: 10 min',
    told: [
      'config/vigie.yaml:6:12 sources[0].every: expected a duration such as "90s", "10m", "2h" or "7d" (got "10 min")',
    ],
  },
  {
    mistake: 'a number that is a text',
    file: 'vigie.yaml',
    from: 'port: 8790',
    to: 'port: eighty',
    told: ['config/vigie.yaml:9:11 sources[1].port: expected a number (got "eighty")'],
  },
  {
    mistake: 'a number out of range',
    file: 'vigie.yaml',
    from: 'port: 8790',
    to: 'port: 87900',
    told: ['config/vigie.yaml:9:11 sources[1].port: expected number to be <=65535 (got 87900)'],
  },
  {
    mistake: 'a missing option',
    file: 'vigie.yaml',
    from: '    port: 8790\n',
    to: '',
    told: ['config/vigie.yaml:7:5 sources[1].port: is missing: port to listen on; sources may share one'],
  },
  {
    mistake: 'a secret in the file',
    file: 'vigie.yaml',
    from: '${PARTNER_SECRET}',
    to: 'hunter2',
    told: [
      'config/vigie.yaml:10:13 sources[1].secret: a secret must not stand in the file: write ${SECRET} and set that variable, or ${file:/run/secrets/…}',
    ],
  },
  {
    mistake: 'a variable that is not set',
    file: 'vigie.yaml',
    from: '${PARTNER_SECRET}',
    to: '${PARTNER_SECRETS}',
    told: ['config/vigie.yaml:10:13 sources[1].secret: the environment variable PARTNER_SECRETS is not set'],
  },
  {
    mistake: 'a variable with a bad name',
    file: 'vigie.yaml',
    from: '${PARTNER_SECRET}',
    to: '${PARTNER-SECRET}',
    told: [
      'config/vigie.yaml:10:13 sources[1].secret: cannot read ${PARTNER-SECRET}: write ${NAME}, ${NAME:-default} or ${file:/path}',
    ],
  },
  {
    mistake: 'a secret file that is not there',
    file: 'vigie.yaml',
    from: '${PARTNER_SECRET}',
    to: '${file:/nowhere/secret}',
    told: [
      'config/vigie.yaml:10:13 sources[1].secret: cannot read the file /nowhere/secret (ENOENT): check the path and its permissions',
    ],
  },
  {
    mistake: 'a time zone that does not exist',
    file: 'vigie.yaml',
    from: 'Europe/Paris',
    to: 'Europe/Pariss',
    told: [
      'config/vigie.yaml:1:11 timezone: expected an IANA time zone such as "Europe/Paris" (got "Europe/Pariss")',
    ],
  },
  {
    mistake: 'two sources of one name',
    file: 'vigie.yaml',
    from: 'name: partner',
    to: 'name: feed',
    told: [
      'config/vigie.yaml:7:11 sources[1].name: another source is called "feed" already (config/vigie.yaml:3)',
    ],
  },
  {
    mistake: 'a receiver of unknown notifiers',
    file: 'vigie.yaml',
    from: '[desk, duty]',
    to: '[desk, dutty]',
    told: [
      'config/vigie.yaml:20:23 receivers[0].notifiers[1]: no notifier is called "dutty": did you mean "duty"?',
    ],
  },
  {
    mistake: 'a receiver of notifiers that are all off',
    file: 'vigie.yaml',
    from: '[desk, duty]',
    to: '[duty]',
    told: [
      'config/vigie.yaml:20:16 receivers[0].notifiers: nobody would be told: no notifier of "crisis-team" is enabled',
    ],
  },
  {
    mistake: 'a route to an unknown receiver',
    file: 'vigie.yaml',
    from: 'route:\n  receiver: crisis-team',
    to: 'route:\n  receiver: crisis-tem',
    told: [
      'config/vigie.yaml:22:13 route.receiver: no receiver is called "crisis-tem": did you mean "crisis-team"?',
    ],
  },
  {
    mistake: 'operators behind an unknown receiver',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'operators: { receiver: crisis-tem, after: 1m }\ntimezone:',
    told: [
      'config/vigie.yaml:1:24 operators.receiver: no receiver is called "crisis-tem": did you mean "crisis-team"?',
    ],
  },
  {
    mistake: 'an unknown key of operators',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'operators: { receiver: crisis-team, aftr: 1m }\ntimezone:',
    told: ['config/vigie.yaml:1:37 operators.aftr: unknown key "aftr": did you mean "after"?'],
  },
  {
    mistake: 'operators who would be told of every ask that fails',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'operators: { receiver: crisis-team, after: 100ms }\ntimezone:',
    told: ['config/vigie.yaml:1:44 operators.after: expected one second or more (got "100ms")'],
  },
  {
    mistake: 'operators without a receiver',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'operators: { after: 1m }\ntimezone:',
    told: ['config/vigie.yaml:1:12 operators.receiver: is missing: name of the receiver that is told'],
  },
  {
    mistake: 'operators whose receiver has no notifier that is on',
    file: 'vigie.yaml',
    from: 'route:\n  receiver: crisis-team',
    to: '  - name: ops\n    notifiers: [duty]\noperators: { receiver: ops }\nroute:\n  receiver: crisis-team',
    told: [
      'config/vigie.yaml:22:16 receivers[1].notifiers: nobody would be told: no notifier of "ops" is enabled',
    ],
  },
  {
    mistake: 'no route',
    file: 'vigie.yaml',
    from: "route:\n  receiver: crisis-team\n  routes:\n    - receiver: crisis-team\n      matchers: ['severity>=error']\n",
    to: '',
    told: ['config/vigie.yaml:1:1 route: is missing: which receiver gets the pages of an incident'],
  },
  {
    mistake: 'a route matcher that cannot be read',
    file: 'vigie.yaml',
    from: "'severity>=error'",
    to: "'severty>=error'",
    told: [
      'config/vigie.yaml:25:18 route.routes[0].matchers[0]: unknown field "severty": did you mean "severity"?',
    ],
  },
  {
    mistake: 'a console open to the network without password',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'console: { listen: { host: 0.0.0.0 } }\ntimezone:',
    told: [
      'config/vigie.yaml:1:28 console.listen.host: anybody on the network could read and acknowledge: set console.password, or listen on 127.0.0.1 (got "0.0.0.0")',
    ],
  },
  {
    mistake: 'a key that stands twice',
    file: 'vigie.yaml',
    from: 'sources:',
    to: 'timezone: UTC\nsources:',
    told: ['config/vigie.yaml:2:1 the key "timezone" stands here twice'],
  },
  {
    mistake: 'YAML that cannot be read',
    file: 'vigie.yaml',
    from: '[desk, duty]',
    to: '[desk, duty',
    told: [
      'config/vigie.yaml:21:1 YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  },
  {
    mistake: 'a variable without quotes within braces: one message, not one for each word that follows',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'bus: { kind: ${BUS} }\ntimezone:',
    told: ['config/vigie.yaml:1:15 YAML: within { } and [ ] a variable needs quotes: "${BUS}"'],
  },
  {
    mistake: 'a key at the wrong depth',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'log: info\n  level: debug\ntimezone:',
    told: [
      'config/vigie.yaml:1:6 YAML: Nested mappings are not allowed in compact mappings: check the indentation of this line and of the one above',
    ],
  },
  {
    mistake: 'a key without a colon',
    file: 'vigie.yaml',
    from: 'timezone:',
    to: 'data ./data\ntimezone:',
    told: [
      'config/vigie.yaml:1:1 YAML: this is no "key: value": a colon and a space are missing, or the indentation is off',
    ],
  },
  {
    mistake: 'a list that is a map',
    file: 'vigie.yaml',
    from: '[desk, duty]',
    to: '{ desk: 1 }',
    told: ['config/vigie.yaml:20:16 receivers[0].notifiers: expected a list (got a map)'],
  },
  {
    mistake: 'an enricher that there is not',
    file: 'vigie.yaml',
    from: 'sources:',
    to: 'enrichers: { sentimnt: {} }\nsources:',
    told: ['config/vigie.yaml:2:14 enrichers.sentimnt: unknown key "sentimnt": did you mean "sentiment"?'],
  },
  {
    mistake: 'a wrong choice of a few words',
    file: 'vigie.yaml',
    from: 'kind: bell',
    to: 'kind: bell\n    tone: hihg',
    told: ['config/vigie.yaml:14:11 notifiers[0].tone: unknown value "hihg": did you mean "high"?'],
  },
  {
    mistake: 'a recording that is not there',
    file: 'vigie.yaml',
    from: 'kind: rss\n    url: https://example.com/feed.xml',
    to: 'kind: replay\n    file: gone.ndjson',
    told: [
      'config/vigie.yaml:5:11 sources[0].file: there is no file gone.ndjson below the configuration folder',
    ],
  },
  {
    mistake: 'options that do not go together',
    file: 'vigie.yaml',
    from: '    enabled: false\n    token: ${PAGER_TOKEN}',
    to: "    token: ${PARTNER_SECRET}\n    from: '8'",
    told: ['config/vigie.yaml:14:5 notifiers[1].until: from and until go together'],
  },
  {
    mistake: 'a brand without names',
    file: 'brands/acme.yaml',
    from: 'names: [Acme, { text: ACM, caseSensitive: true }]',
    to: 'names: []',
    told: ['config/brands/acme.yaml:3:8 names: expected array to have >=1 items'],
  },
  {
    mistake: 'an unknown key of a name',
    file: 'brands/acme.yaml',
    from: 'caseSensitive',
    to: 'casesensitive',
    told: [
      'config/brands/acme.yaml:3:28 names[1].casesensitive: unknown key "casesensitive": did you mean "caseSensitive"?',
    ],
  },
  {
    mistake: 'a name that is neither text nor map',
    file: 'brands/acme.yaml',
    from: '[Acme,',
    to: '[12,',
    told: ['config/brands/acme.yaml:3:9 names[0]: expected a text or a map (key: value) (got 12)'],
  },
  {
    mistake: 'an address where a host is wanted',
    file: 'brands/acme.yaml',
    from: 'acme.com]',
    to: 'https://acme.com/]',
    told: [
      'config/brands/acme.yaml:4:19 officialDomains[0]: expected a host name such as "vinci.com", without scheme or path (got "https://acme.com/")',
    ],
  },
  {
    mistake: 'an unknown rule type',
    file: 'rules/acme.yaml',
    from: 'type: spike',
    to: 'type: spyke',
    told: ['config/rules/acme.yaml:4:11 rules[0].type: unknown type "spyke": did you mean "spike"?'],
  },
  {
    mistake: 'an unknown option of a rule',
    file: 'rules/acme.yaml',
    from: 'threshold_cur',
    to: 'threshhold_cur',
    told: [
      'config/rules/acme.yaml:3:5 rules[0].threshold_cur: is missing: floor: an upward spike needs at least this many mentions in the timeframe',
      'config/rules/acme.yaml:10:5 rules[0].threshhold_cur: unknown key "threshhold_cur": did you mean "threshold_cur"?',
    ],
  },
  {
    mistake: 'a spike of height 1',
    file: 'rules/acme.yaml',
    from: 'spike_height: 3',
    to: 'spike_height: 1',
    told: ['config/rules/acme.yaml:9:19 rules[0].spike_height: expected number to be >1'],
  },
  {
    mistake: 'an empty timeframe',
    file: 'rules/acme.yaml',
    from: 'timeframe: 10m',
    to: 'timeframe: 0s',
    told: ['config/rules/acme.yaml:8:16 rules[0].timeframe: must be longer than 0'],
  },
  {
    mistake: 'a realert far shorter than the timeframe',
    file: 'rules/acme.yaml',
    from: 'timeframe: 30m',
    to: 'timeframe: 30m\n    realert: 1m',
    told: [
      'config/rules/acme.yaml:16:14 rules[1].realert: is shorter than a tenth of timeframe (30m): nearly every mention would page again',
    ],
  },
  {
    mistake: 'a filter with an unknown field, plain',
    file: 'rules/acme.yaml',
    from: 'brand="acme"',
    to: 'bran="acme"',
    told: ['config/rules/acme.yaml:6:9 rules[0].filter[0]: unknown field "bran": did you mean "brand"?'],
  },
  {
    mistake: 'a filter with a bad value, quoted',
    file: 'rules/acme.yaml',
    from: "'sentiment<=-0.4'",
    to: "'sentiment<=low'",
    told: [
      'config/rules/acme.yaml:7:19 rules[0].filter[1]: operator "<=" does not fit "sentiment": expected one of = != =~ !~',
    ],
  },
  {
    mistake: 'a filter with an unknown brand',
    file: 'rules/acme.yaml',
    from: 'brand="acme"',
    to: 'brand="acmee"',
    told: ['config/rules/acme.yaml:6:9 rules[0].filter[0]: no brand is called "acmee": did you mean "acme"?'],
  },
  {
    mistake: 'a match that cannot be read',
    file: 'rules/acme.yaml',
    from: 'sentiment="negative"',
    to: 'sentiment="negatve"',
    told: [
      'config/rules/acme.yaml:14:13 rules[1].match[0]: unknown sentiment "negatve": did you mean "negative"? (at character 12 of sentiment="negatve")',
    ],
  },
  {
    mistake: 'an unknown severity',
    file: 'rules/acme.yaml',
    from: 'timeframe: 10m',
    to: 'timeframe: 10m\n    severity: crticial',
    told: [
      'config/rules/acme.yaml:9:15 rules[0].severity: unknown value "crticial": did you mean "critical"?',
    ],
  },
  {
    mistake: 'a word for what counts as one that there is not',
    file: 'rules/acme.yaml',
    from: 'timeframe: 10m',
    to: 'timeframe: 10m\n    count_by: storys',
    told: ['config/rules/acme.yaml:9:15 rules[0].count_by: unknown value "storys": did you mean "stories"?'],
  },
  {
    mistake: 'authors counted once, and each apart',
    file: 'rules/acme.yaml',
    from: 'timeframe: 10m',
    to: 'timeframe: 10m\n    query_key: [brand, author]\n    count_by: authors',
    told: [
      'config/rules/acme.yaml:10:15 rules[0].count_by: each author is counted apart (query_key) and once (count_by): no count would pass 1',
    ],
  },
  {
    mistake: 'a rule about releases that would count stories',
    file: 'rules/acme.yaml',
    from: 'version: 1\nrules:\n',
    to: 'version: 1\nrules:\n  - name: acme-fake\n    type: press_release\n    count_by: stories\n',
    told: ['config/rules/acme.yaml:5:15 rules[0].count_by: unknown value "stories": expected mentions'],
  },
  {
    mistake: 'two rules of one name',
    file: 'rules/acme.yaml',
    from: 'name: acme-tone',
    to: 'name: acme-storm',
    told: [
      'config/rules/acme.yaml:12:11 rules[1].name: another rule is called "acme-storm" already (config/rules/acme.yaml:3)',
    ],
  },
  {
    mistake: 'an unknown version',
    file: 'rules/acme.yaml',
    from: 'version: 1',
    to: 'version: 2',
    told: ['config/rules/acme.yaml:1:10 version: unknown value 2: expected 1'],
  },
  {
    mistake: 'a field to count apart that there is not',
    file: 'rules/acme.yaml',
    from: 'timeframe: 10m',
    to: 'timeframe: 10m\n    query_key: [brand, autor]',
    told: [
      'config/rules/acme.yaml:9:24 rules[0].query_key[1]: unknown value "autor": did you mean "author"?',
    ],
  },
  {
    mistake: 'a broker without its port',
    file: 'vigie.yaml',
    from: 'sources:',
    to: 'bus: { kind: kafka, brokers: [kafka.example.com] }\nstore: { kind: elasticsearch, node: "http://127.0.0.1:9200" }\nsources:',
    told: ['config/vigie.yaml:2:31 bus.brokers[0]: expected host:port, for example "kafka.example.com:9092"'],
  },
  {
    mistake: 'a log-in to Kafka that anybody can read',
    file: 'vigie.yaml',
    from: 'sources:',
    to: 'bus: { kind: kafka, brokers: [k.example.com:9092], sasl: { mechanism: plain, username: vigie, password: "${PARTNER_SECRET}" } }\nstore: { kind: elasticsearch, node: "http://127.0.0.1:9200" }\nsources:',
    told: [
      'config/vigie.yaml:2:58 bus.sasl: the log-in would cross the network unencrypted: add tls, for example "tls: {}"',
    ],
  },
  {
    mistake: 'a bus on Kafka beside an embedded store',
    file: 'vigie.yaml',
    from: 'sources:',
    to: 'bus: { kind: kafka, brokers: ["k.example.com:9092"] }\nsources:',
    told: [
      'config/vigie.yaml:1:1 store.kind: a bus on Kafka keeps its state in Elasticsearch: set store.kind: elasticsearch',
    ],
  },
  {
    mistake: 'a moment of a brand that there is not',
    file: 'calendar.yaml',
    from: 'brands: [acme]',
    to: 'brands: [acmee]',
    told: [
      'config/calendar.yaml:4:14 moments[0].brands[0]: no brand is called "acmee": did you mean "acme"?',
    ],
  },
  {
    mistake: 'a moment of a brand that is no list',
    file: 'calendar.yaml',
    from: 'brands: [acme]',
    to: 'brands: acme',
    told: [
      'config/calendar.yaml:4:13 moments[0].brands: expected all, or a list of brands such as [vinci] (got "acme")',
    ],
  },
  {
    mistake: 'a moment of no brands',
    file: 'calendar.yaml',
    from: 'brands: [acme]',
    to: 'brands: []',
    told: ['config/calendar.yaml:4:13 moments[0].brands: expected array to have >=1 items'],
  },
  {
    mistake: 'a moment that ends before it begins',
    file: 'calendar.yaml',
    from: 'to: 2016-02-05 20:00',
    to: 'to: 2016-02-04 20:00',
    told: ['config/calendar.yaml:6:9 moments[0].to: is not after from (2016-02-05 07:00)'],
  },
  {
    mistake: 'a moment that ends before it begins, by the zone',
    file: 'calendar.yaml',
    from: 'to: 2016-02-05 20:00',
    to: 'to: 2016-02-05T05:30:00Z',
    told: ['config/calendar.yaml:6:9 moments[0].to: is not after from (2016-02-05 07:00)'],
  },
  {
    mistake: 'a day that there is not',
    file: 'calendar.yaml',
    from: 'to: 2016-02-05 20:00',
    to: 'to: 2016-02-30 20:00',
    told: [
      'config/calendar.yaml:6:9 moments[0].to: expected a date such as "2016-02-05", "2016-02-05 07:00" or "2016-02-05T07:00:00+01:00" (got "2016-02-30 20:00")',
    ],
  },
  {
    mistake: 'a date in words',
    file: 'calendar.yaml',
    from: 'from: 2016-02-05 07:00',
    to: 'from: 5 Feb 2016',
    told: [
      'config/calendar.yaml:5:11 moments[0].from: expected a date such as "2016-02-05", "2016-02-05 07:00" or "2016-02-05T07:00:00+01:00" (got "5 Feb 2016")',
    ],
  },
  {
    mistake: 'a moment without end',
    file: 'calendar.yaml',
    from: '    to: 2016-02-05 20:00\n',
    to: '',
    told: ['config/calendar.yaml:3:5 moments[0].to: is missing: from and to go together'],
  },
  {
    mistake: 'a moment without time',
    file: 'calendar.yaml',
    from: '    every: saturday 15:00-17:30\n',
    to: '',
    told: ['config/calendar.yaml:8:5 moments[1]: nothing says when it is: write from and to, or every'],
  },
  {
    mistake: 'a moment without name',
    file: 'calendar.yaml',
    from: '  - name: match\n    brands: all',
    to: '  - brands: all',
    told: [
      'config/calendar.yaml:8:5 moments[1].name: is missing: what it is, in the words of the page: 3 times the usual, for results day',
    ],
  },
  {
    mistake: 'nothing to expect',
    file: 'calendar.yaml',
    from: 'expect: 3',
    to: 'expect: 0',
    told: ['config/calendar.yaml:7:13 moments[0].expect: expected number to be >0'],
  },
  {
    mistake: 'less than nothing to expect',
    file: 'calendar.yaml',
    from: 'expect: 3',
    to: 'expect: -2',
    told: ['config/calendar.yaml:7:13 moments[0].expect: expected number to be >0 (got -2)'],
  },
  {
    mistake: 'an expectation in words',
    file: 'calendar.yaml',
    from: 'expect: 3',
    to: 'expect: three times',
    told: ['config/calendar.yaml:7:13 moments[0].expect: expected a number (got "three times")'],
  },
  {
    mistake: 'a misspelt key of a moment',
    file: 'calendar.yaml',
    from: 'expect: 3',
    to: 'expects: 3',
    told: [
      'config/calendar.yaml:3:5 moments[0].expect: is missing: how many times the usual is to be expected meanwhile: 3; below 1 for what makes quiet, such as a holiday',
      'config/calendar.yaml:7:5 moments[0].expects: unknown key "expects": did you mean "expect"?',
    ],
  },
  {
    mistake: 'a day of the week that there is not',
    file: 'calendar.yaml',
    from: 'every: saturday',
    to: 'every: saterday',
    told: [
      'config/calendar.yaml:10:12 moments[1].every: expected days and times such as "monday 18:00-20:00", "saturday, sunday 14:00-18:00", "weekday 08:00-09:30" or "day 22:00-02:00" (got "saterday 15:00-17:30")',
    ],
  },
  {
    mistake: 'a zone of a moment that there is not',
    file: 'calendar.yaml',
    from: 'Europe/London',
    to: 'Europe/Londn',
    told: [
      'config/calendar.yaml:11:15 moments[1].timezone: expected an IANA time zone such as "Europe/Paris" (got "Europe/Londn")',
    ],
  },
  {
    mistake: 'a calendar of another version',
    file: 'calendar.yaml',
    from: 'version: 1',
    to: 'version: 2',
    told: ['config/calendar.yaml:1:10 version: unknown value 2: expected 1'],
  },
];
