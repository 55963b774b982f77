import { createFoldText } from '#enrich/fold-text';
import { createLexicon } from '#enrich/press-release/lexicon';

const fold = createFoldText();
const find = createLexicon(
  {
    dismiss: `démis de ses fonctions | fired
      entlass*`,
    alarm: 'breaking | dernière minute',
    money: 'crédit | fired',
  },
  fold,
);
const groupsIn = (text: string) => {
  const hits = find(fold(text));
  return (['dismiss', 'alarm', 'money'] as const).filter(hits.has);
};

describe('the lexicon', () => {
  it.each([
    ['without case and accents', 'DEMIS DE SES FONCTIONS', ['dismiss']],
    ['in a phrase over several lines of the table', 'Der Vorstand wurde entlassen', ['dismiss']],
    ['with any ending where a star stands', 'die Entlassungen', ['dismiss']],
    ['at the very beginning and end', 'breaking', ['alarm']],
    ['in two groups at once', 'fired', ['dismiss', 'money']],
    ['with another hyphen', 'der-nière minute', []],
    ['not within a longer word', 'misfired backfired', []],
    ['not where a longer word begins so', 'firedrake', []],
    ['not with a star where a word only ends so', 'unentlassen', []],
    ['not where a word stands between', 'dernière toute minute', []],
    ['in no text', '', []],
  ])('finds phrases %s: “%s”', (_, text, groups) => {
    expect(groupsIn(text)).toEqual(groups);
  });

  it('says where each stands, in the order of the text', () => {
    const text = 'He was fired. Fired!';
    const at = find(fold(text)).of('dismiss');
    expect(at.map(({ start, end }) => text.slice(start, end))).toEqual(['fired', 'Fired']);
  });

  it('says that there is nothing, and forgets the text before', () => {
    find(fold('fired'));
    const hits = find(fold('a quiet day'));
    expect([hits.any, hits.has('dismiss'), hits.of('dismiss')]).toEqual([false, false, []]);
  });
});
