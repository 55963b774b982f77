import type { Condition } from './condition';
import { fieldOfStore, mentionField } from './field-names';
import type { Path } from './read-rule-file';
import { joinAll, joinSome, type Said } from './said';
import { sayField } from './say-field';

type Tell = (path: Path, message: string) => void;
/** Whether its neighbours must hold too, or instead. */
type Among = 'all' | 'some';

const CONSEQUENCE: Readonly<Record<Among, string>> = {
  all: 'the condition is left out, and the rule counts more than it did',
  some: 'this alternative is left out, and mentions that only pass it no longer count',
};

/**
 * A filter in Vigie's matchers. What cannot be said is told and left out; undefined when nothing could be said of a
 * filter that asks for something.
 */
export function sayCondition(condition: Condition, tell: Tell): Said | undefined {
  return say(condition, { negated: false, among: 'all' }, tell);
}

type Place = { readonly negated: boolean; readonly among: Among };

function say(condition: Condition, { negated, among }: Place, tell: Tell): Said | undefined {
  switch (condition.kind) {
    case 'everything':
      return negated ? undefined : condition;
    case 'not':
      return say(condition.of, { negated: !negated, among }, tell);
    case 'all':
    case 'some': {
      const inner: Among = (condition.kind === 'all') !== negated ? 'all' : 'some';
      const said = condition.of
        .map((part) => say(part, { negated, among: inner }, tell))
        .filter((part) => part !== undefined);
      const isBare = said.every(({ kind }) => kind === 'everything');
      // What is left of a filter that could not be said must not be no filter at all.
      if (said.length === 0 || (isBare && said.length < condition.of.length)) return undefined;
      return inner === 'all' ? joinAll(said) : joinSome(said);
    }
    case 'unsayable':
      tell(condition.path, `${condition.why}; ${CONSEQUENCE[among]}`);
      return undefined;
    case 'field':
      return sayOne(condition, { negated, among }, tell);
  }
}

function sayOne(
  { field: name, test, path }: Extract<Condition, { kind: 'field' }>,
  { negated, among }: Place,
  tell: Tell,
): Said | undefined {
  const field = mentionField(name);
  if (!field) {
    const lay = fieldOfStore(name);
    if (lay === 'time') tell(path, `the time of a mention is what timeframe is about; "${name}" is left out`);
    else if (lay === 'place')
      tell(
        path,
        `"${name}" tells where a document lay in Elasticsearch; mentions are told apart by source and channel`,
      );
    else tell(path, `mentions have no field that is called "${name}"; ${CONSEQUENCE[among]}`);
    return lay && among === 'all' ? { kind: 'everything' } : undefined;
  }
  const answer = sayField(field, test, negated);
  if (!answer.ok) {
    tell(path, `${answer.why}; ${CONSEQUENCE[among]}`);
    return undefined;
  }
  if (answer.remark !== undefined) tell(path, answer.remark);
  return answer.said;
}
