import { parse } from 'yaml';
import { importText } from './imported';

/** The filters of the rules that a filter of ElastAlert becomes, and what is told of it. */
function imported(filter: string) {
  const indented = filter
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  const { yaml, notes } = importText(
    `name: x\ntype: frequency\nnum_events: 1\ntimeframe: {minutes: 10}\nfilter:\n${indented}\n`,
  );
  const rules: { filter?: string[] }[] = yaml === '' ? [] : parse(yaml).rules;
  return {
    filters: rules.map((rule) => rule.filter ?? []),
    notes: notes.map(({ option, message }) => `${option}: ${message}`),
  };
}

describe('a filter of ElastAlert becomes matchers', () => {
  it.each([
    ['- term: {brand: acme}', ['brand="acme"']],
    ['- term: {author.name.keyword: {value: "Jo \\"J\\" Doe"}}', ['author="Jo \\"J\\" Doe"']],
    ['- terms: {language: [en, fr-FR, english]}', ['language=~"en|fr"']],
    ['- terms: {followers_count: [5]}', ['followers=5']],
    ['- match: {outlet: {query: "The Daily (UK)", operator: and}}', ['outlet="The Daily (UK)"']],
    ['- match_phrase: {full_text: "data leak"}', ['text:"data leak"']],
    ['- match: {message: {query: "data leak", operator: and}}', ['text:"data"', 'text:"leak"']],
    ['- range: {user.followers_count: {gte: 1000, lt: 5000}}', ['followers>=1000', 'followers<5000']],
    ['- range: {sentiment.score: {lte: -0.4}}', ['sentiment<=-0.4']],
    ['- term: {sentiment: NEG}', ['sentiment="negative"']],
    ['- wildcard: {outlet: "*times?"}', ['outlet=~".*times."']],
    ['- prefix: {source: "news."}', ['source=~"news\\..*"']],
    ['- regexp: {domain: "acme-(press|news)[.]com"}', ['domain=~"acme-(press|news)[.]com"']],
    ['- exists: {field: author.handle}', ['author=~".+"']],
    ['- bool: {must_not: {exists: {field: outlet}}}', ['outlet!~".+"']],
    ['- bool: {must_not: [{exists: {field: sentiment}}]}', ['sentiment="unscored"']],
    [
      '- bool: {must_not: [{terms: {outlet: [A.B, C]}}, {term: {voice: Official}}]}',
      ['outlet!~"A\\.B|C"', 'voice!="official"'],
    ],
    ['- bool: {must_not: {range: {followers: {lt: 100}}}}', ['followers>=100']],
    ['- bool: {should: [{term: {lang: en}}, {prefix: {lang: fr}}]}', ['language=~"en|fr.*"']],
    ['- bool: {must: {term: {brand: acme}}, should: [{term: {lang: en}}]}', ['brand="acme"']],
    [
      '- bool: {filter: {term: {brand: acme}}, should: [{term: {lang: en}}], minimum_should_match: 1}',
      ['brand="acme"', 'language="en"'],
    ],
    ['- not: {not: {term: {brand: acme}}}', ['brand="acme"']],
    ['- bool: {must_not: {bool: {must_not: {term: {lang: en}}}}}', ['language="en"']],
    ['- constant_score: {filter: {term: {hashtags: "#AcmeFail"}}}', ['hashtag="acmefail"']],
    ['- term: {pressRelease.verdict: suspect}', ['press_release.verdict="suspect"']],
    ['- range: {pressRelease.verdict: {gte: suspect}}', ['press_release.verdict>=suspect']],
    ['term: {brand: acme}', ['brand="acme"']],
    ['- match_all: {}', []],
    ["- term: {title: 'Recall'}\n- term: {outlet: '$' }", ['title:"Recall"', 'outlet="$"']],
  ])('%s', (filter, matchers) => {
    expect(imported(filter).filters).toEqual([matchers]);
  });

  it.each([
    ['brand:acme AND text:recall', [['brand="acme"', 'text:"recall"']]],
    ['brand:acme && !voice:official', [['brand="acme"', 'voice!="official"']]],
    ['+brand:acme -lang:pl text:"bad news"', [['brand="acme"', 'language!="pl"']]],
    ['lang:(en OR fr) NOT outlet:"Acme Blog"', [['language=~"en|fr"', 'outlet!="Acme Blog"']]],
    ['recall OR boycott', [['text:"recall"'], ['text:"boycott"']]],
    ['recall boycott', [['text:"recall"'], ['text:"boycott"']]],
    [
      'brand:acme AND (text:recall OR title:recall)',
      [
        ['brand="acme"', 'text:"recall"'],
        ['brand="acme"', 'title:"recall"'],
      ],
    ],
    [
      'lang:en AND recall OR lang:fr AND rappel',
      [
        ['language="en"', 'text:"recall"'],
        ['language="fr"', 'text:"rappel"'],
      ],
    ],
    ['followers:[1000 TO *]', [['followers>=1000']]],
    ['followers:{10 TO 20]', [['followers>10', 'followers<=20']]],
    ['sentiment:<-0.5', [['sentiment<-0.5']]],
    ['sentiment:(>=-1 AND <0)', [['sentiment>=-1', 'sentiment<0']]],
    ['outlet:Daily*', [['outlet=~"Daily.*"']]],
    ['outlet:/Daily (Mail|News)/', [['outlet=~"Daily (Mail|News)"']]],
    ['_exists_:author AND brand:acme', [['author=~".+"', 'brand="acme"']]],
    ['author:* AND outlet:"say \\"no\\""', [['author=~".+"', 'outlet="say \\"no\\""']]],
    ['text:"data leak"^2 AND lang:en', [['text:"data leak"', 'language="en"']]],
    ['domain:acme.com', [['domain="acme.com"']]],
    ['domain:look-alike.com', [['domain="look-alike.com"']]],
    ['*', [[]]],
  ])('query_string %s', (query, filters) => {
    expect(imported(`- query_string: {query: '${query}'}`).filters).toEqual(filters);
  });

  it('looks for words where the query string says, and wants all of them where it says so', () => {
    expect(
      imported('- query_string: {query: "product recall", default_field: headline, default_operator: AND}')
        .filters,
    ).toEqual([['title:"product"', 'title:"recall"']]);
    expect(
      imported('- multi_match: {query: "data leak", fields: [title^3, text], type: phrase}').filters,
    ).toEqual([['title:"data leak"'], ['text:"data leak"']]);
  });

  it('lists of hundreds of values stay whole', () => {
    const domains = Array.from({ length: 60 }, (_, index) => `site-${index}.example`);
    const { filters } = imported(`- bool: {must_not: {terms: {domain: [${domains.join(', ')}]}}}`);
    expect(filters).toHaveLength(1);
    const written = filters[0]?.flatMap((matcher) => matcher.slice(9, -1).split('|')) ?? [];
    expect(written).toEqual(domains.map((domain) => domain.replace('.', '\\.')));
  });
});

describe('what matchers cannot say is told, with what becomes of the rule', () => {
  it.each([
    ['- bool: {must_not: {match: {text: giveaway}}}', 'cannot say that a text does not contain'],
    [
      '- term: {http.status: 500}',
      'no field that is called "http.status"; the condition is left out, and the rule counts more',
    ],
    ['- regexp: {text: "recall.*"}', 'searched for words and phrases'],
    ['- regexp: {outlet: "daily~"}', "signs of Lucene's own"],
    ['- regexp: {outlet: "(a+)+"}', 'repeats a group'],
    ['- fuzzy: {outlet: dayly}', 'likeness'],
    ['- match: {text: {query: recal, fuzziness: AUTO}}', 'likeness'],
    ['- query_string: {query: "recal~"}', 'likeness'],
    [`- query_string: {query: '"data leak"~3'}`, 'words near each other'],
    ['- query_string: {query: "(text:recall"}', 'check its brackets'],
    ['- query_string: {query: "AND recall"}', 'check its brackets'],
    ['- script: {script: "doc[0]"}', 'scripts'],
    ['- eql: any where true', 'EQL'],
    ['- esql: FROM mentions', 'EQL'],
    ['- geo_distance: {distance: 2km}', 'no counterpart'],
    ['- range: {outlet: {gt: a}}', 'has no order'],
    ['- range: {sentiment: {lt: 40}}', 'from −1 (hostile) to 1 (friendly)'],
    ['- term: {voice: troll}', 'unknown voice "troll"'],
    ['- term: {followers: many}', 'expected a number'],
    ['- term: brand', 'a field and its value were expected'],
    ['- brand: acme', 'no counterpart'],
    ['- recall', 'expected a query'],
  ])('%s', (filter, why) => {
    const alone = imported(filter);
    expect(alone.filters).toEqual([]);
    expect(alone.notes.join('\n')).toContain(why);
    expect(alone.notes.at(-1)).toContain('not imported: without what could not be said of it');
    const beside = imported(`${filter}\n- term: {lang: en}`);
    expect(beside.filters).toEqual([['language="en"']]);
    expect(beside.notes.join('\n')).toContain(why);
  });

  it.each([
    [
      '- bool: {should: [{term: {lang: en}}, {term: {city: Paris}}]}',
      [['language="en"']],
      'mentions that only pass it no longer count',
    ],
    ['- term: {platform: twitter}', [['channel="social"']], 'is read as all of channel "social"'],
    ['- term: {company: "Acme Inc"}', [['brand="Acme Inc"']], 'must be the id of a brand'],
    ['- wildcard: {text: "recall*"}', [['text:"recall"']], 'only "recall" itself'],
    [
      '- range: {"@timestamp": {gte: now-1h}}\n- term: {_type: tweet}\n- term: {lang: en}',
      [['language="en"']],
      'where a document lay',
    ],
    [
      '- bool: {must_not: {range: {reach: {lt: 5}}}}',
      [['reach>=5']],
      'whose reach is unknown no longer count',
    ],
  ])('%s', (filter, filters, why) => {
    const told = imported(filter);
    expect(told.filters).toEqual(filters);
    expect(told.notes.join('\n')).toContain(why);
  });

  it('a filter with too many alternatives', () => {
    const words = Array.from({ length: 9 }, (_, index) => `word${index}`).join(' ');
    expect(imported(`- match: {text: "${words}"}`)).toEqual({
      filters: [],
      notes: [
        'filter: not imported: its alternatives make more than 8 rules: write what matters most of them as matchers',
      ],
    });
  });
});
