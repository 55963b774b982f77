import { matches, parseMatcher, parseRouteMatcher } from '#alerting/matchers/parse-matcher';
import { brandMention } from './brand-mention';

const mention = brandMention({
  brand: 'acme',
  channel: 'news',
  language: 'fr',
  outlet: 'Les Échos',
  title: 'Rappel massif chez Acme',
  text: 'Acme annonce un rappel de produits : les freins CÉDENT.',
  author: { id: 'a1', handle: 'JDoe', followers: 1_200 },
  sentiment: { score: -0.5, label: 'negative', confidence: 0.8, words: [], model: 'm' },
  reach: { raw: 2_000, discounted: 1_000 },
  hashtags: ['acme', 'rappel'],
  domains: ['lesechos.fr'],
  pressRelease: {
    verdict: 'suspect',
    score: 0.7,
    signals: [],
    origin: 'look-alike',
    role: 'release',
    case: 'm1~acme',
    claims: [],
  },
  risks: [{ kind: 'look-alike-domain', evidence: 'acme.group', explanation: '' }],
});
const bare = brandMention({ brand: 'acme' });

function ask(text: string, subject = mention): boolean {
  const parsed = parseMatcher(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return matches(parsed.matcher, subject);
}

describe('a matcher on a mention', () => {
  it.each([
    ['brand="acme"', true],
    ['brand = acme', true],
    ['brand!="acme"', false],
    ['language=~"en|fr"', true],
    ['language=~"e"', false],
    ['language!~"en|de"', true],
    ['sentiment<=-0.4', true],
    ['sentiment<-0.5', false],
    ['sentiment=-0.5', true],
    ['sentiment="negative"', true],
    ['sentiment!="negative"', false],
    ['sentiment=~"negative|unscored"', true],
    ['channel="news"', true],
    ['outlet="les échos"', true],
    ['author="jdoe"', true],
    ['followers>1000', true],
    ['domain="lesechos.fr"', true],
    ['hashtag="rappel"', true],
    ['hashtag!="rappel"', false],
    ['risk="look-alike-domain"', true],
    ['risk=~"look-.*"', true],
    ['press_release.verdict>=suspect', true],
    ['press_release.verdict>suspect', false],
    ['press_release.verdict<"likely-fake"', true],
    ['reach>=1000', true],
    ['text:"rappel de produits"', true],
    ['text:"cedent"', true],
    ['text:"appel"', false],
    ['title:ACME', true],
  ])('%s is %s', (text, expected) => {
    expect(ask(text)).toBe(expected);
  });

  it.each([
    ['language="fr"', false],
    ['language!="fr"', true],
    ['language!~"fr"', true],
    ['voice="public"', false],
    ['voice!="official"', true],
    ['sentiment<=1', false],
    ['sentiment!="negative"', true],
    ['sentiment="unscored"', true],
    ['sentiment="neutral"', false],
    ['reach<1000', false],
    ['press_release.verdict<=refuted', false],
    ['hashtag="rappel"', false],
    ['hashtag!="rappel"', true],
    ['title:"acme"', false],
  ])('without a value, %s is %s', (text, expected) => {
    expect(ask(text, bare)).toBe(expected);
  });

  it.each([
    ['sentimnt<0', 0, 'unknown field "sentimnt": did you mean "sentiment"?'],
    ['  lang="fr"', 2, 'unknown field "lang": did you mean "language"?'],
    ['voice="oficial"', 7, 'unknown voice "oficial": did you mean "official"?'],
    [
      'sentiment="angry"',
      11,
      'unknown sentiment "angry": expected one of negative, neutral, positive, unscored',
    ],
    ['press_release.verdict>=fake', 23, 'unknown press_release.verdict "fake"'],
    ['reach>="many"', 8, 'expected a number for "reach" (got "many")'],
    ['brand<"acme"', 5, 'operator "<" does not fit "brand": expected one of = != =~ !~'],
    ['voice>="public"', 5, 'operator ">=" does not fit "voice"'],
    ['text=~"recall"', 4, 'operator "=~" does not fit "text": expected one of :'],
    ['brand=="acme"', 5, 'unknown operator "==": write "="'],
    ['brand="acme', 11, 'the closing double quote is missing'],
    ['brand=', 6, 'the value is missing: write it in double quotes, as in brand="acme"'],
    ['brand=a b', 7, 'a value with spaces or quotes is written in double quotes'],
    ['brand="a" or brand="b"', 9, 'nothing may follow the value: write each matcher on its own'],
    ['brand', 5, 'expected field, operator'],
    ['', 0, 'expected field, operator'],
    ['outlet=~"("', 9, 'not a regular expression'],
  ])('refuses %s at %d', (text, at, message) => {
    const parsed = parseMatcher(text);
    expect(parsed).toEqual({ ok: false, at, message: expect.stringContaining(message) });
  });

  it.each([
    '(a+)+',
    '(a|a)*',
    '(.*)*x',
    '.*.*.*x',
    '(?=a)b',
    '(a)\\1',
    `${'a?'.repeat(30)}`,
    `${'(a|a)'.repeat(30)}`,
    'a'.repeat(201),
  ])('refuses the pattern %s, which could hang', (pattern) => {
    expect(parseMatcher(`author=~"${pattern}"`)).toMatchObject({ ok: false, at: 9 });
  });

  it.each(['.*foo.*', '(?:les )?echos', 'a{1,3}|b+', '[a-z(]+\\.fr', '\\d{4}'])(
    'takes the pattern %s',
    (pattern) => {
      expect(parseMatcher(`author=~"${pattern}"`)).toMatchObject({ ok: true });
    },
  );

  it('is quick on a hostile text with the worst pattern it takes', () => {
    const hostile = brandMention({ outlet: 'a'.repeat(100_000) });
    const started = performance.now();
    ask('outlet=~".*a.*b"', hostile);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('a matcher on an incident', () => {
  const incident = { brand: 'acme', severity: 'error', alerts: [] } as const;
  it.each([
    ['brand="acme"', true],
    ['severity>=warning', true],
    ['severity=~"error|critical"', true],
    ['severity="critical"', false],
    ['rule="storm"', false],
  ])('%s is %s', (text, expected) => {
    const parsed = parseRouteMatcher(text);
    expect(parsed.ok && parsed.matcher.matches({ ...incident, alerts: [] })).toBe(expected);
  });

  it('refuses fields of mentions', () => {
    expect(parseRouteMatcher('sevrity="error"')).toEqual({
      ok: false,
      at: 0,
      message: 'unknown field "sevrity": did you mean "severity"?',
    });
  });
});
