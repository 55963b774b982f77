import { useEffect, useRef, useState } from 'preact/hooks';
import type { Terms } from '../api';
import { ask } from './ask-server';
import { MentionItem } from './mention-item';
import { brandId, mode, sources, windowKey } from './model';
import { isTroubled } from './source-words';
import {
  FILTERS,
  type FilterName,
  filters,
  isFiltered,
  loadMore,
  mentions,
  search,
  searchProblem,
  setFilter,
} from './stream-model';
import { count } from './time';

const CHOICES = ['sentiment', 'language', 'channel', 'outlet'] as const;

/** The values that a filter can take, as they occur for the brand; read when the list is opened. */
function FilterChoice({ name }: { name: (typeof CHOICES)[number] }) {
  const [terms, setTerms] = useState<readonly string[]>([]);
  const chosen = filters.value[name];
  const load = () =>
    void ask<Terms>(`brands/${brandId.peek()}/terms`, { field: name, size: 40 }).then(
      (answer) => setTerms(answer.terms.map(({ term }) => term).filter((term) => term !== '')),
      () => setTerms([]),
    );
  useEffect(load, [brandId.value]);
  const options = chosen !== undefined && !terms.includes(chosen) ? [chosen, ...terms] : terms;
  return (
    <select
      aria-label={name}
      value={chosen ?? ''}
      onFocus={load}
      onChange={({ currentTarget }) => setFilter(name, currentTarget.value)}
    >
      <option value="">any {name}</option>
      {options.map((term) => (
        <option key={term} value={term}>
          {term}
        </option>
      ))}
    </select>
  );
}

function SearchBox() {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search.value);
  useEffect(() => {
    const timer = setTimeout(() => (search.value = text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const inField =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
      if (event.key !== '/' || inField || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <input
      ref={box}
      type="search"
      aria-label="Search mentions"
      aria-describedby="search-help"
      placeholder={'Search:  words  "a phrase"  -not'}
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
    />
  );
}

const NAMED_ELSEWHERE: readonly FilterName[] = CHOICES;

/** Silence and deafness look alike: says which of the two an empty stream may be. */
function EmptyNotice() {
  if (isFiltered.value)
    return <p class="notice">Nothing matches in this window. Choose "all" for all time.</p>;
  const deaf = mode.value === 'live' ? sources.value.filter(isTroubled).length : 0;
  return (
    <p class="notice">
      No mentions in this window.
      {deaf > 0 && (
        <>
          {' '}
          <b>
            That need not mean silence: {deaf} of {sources.value.length} sources bring nothing now.
          </b>{' '}
          <a href="#/sources">See the sources</a>
        </>
      )}
    </p>
  );
}

/** The mentions of the shown window, newest first, with search and filters. */
export function MentionStream() {
  const page = mentions.value;
  const removable = FILTERS.filter((name) => filters.value[name] && !NAMED_ELSEWHERE.includes(name));
  return (
    <section class="stream" aria-labelledby="stream-title">
      <h2 id="stream-title">
        Mentions <small data-total={page?.total}>{page ? count(page.total) : ''}</small>
      </h2>
      <search class="search">
        <SearchBox />
        {CHOICES.map((name) => (
          <FilterChoice key={name} name={name} />
        ))}
        {removable.map((name) => (
          <button key={name} type="button" onClick={() => setFilter(name, undefined)}>
            one {name} only ×
          </button>
        ))}
      </search>
      <p id="search-help" class="muted help">
        All words must occur; "quotes" keep words together; -word leaves out. Press / to search.
      </p>
      {searchProblem.value && (
        <p class="risk" role="alert">
          {searchProblem.value}
        </p>
      )}
      {page?.mentions.length === 0 && <EmptyNotice />}
      <ol class="mentions" data-window={windowKey.value}>
        {page?.mentions.map((mention) => (
          <MentionItem key={mention.id} mention={mention} />
        ))}
      </ol>
      {page?.next !== undefined && (
        <button type="button" class="more" onClick={() => void loadMore()}>
          Load more
        </button>
      )}
    </section>
  );
}
