import { useEffect } from 'preact/hooks';
import type { RateablePage, Rating } from '#alerting/noise/ratings';
import { act, who } from './act';
import { now } from './model';
import { dayAndTime } from './time';

/** Asks of each page of an incident whether it was useful, and says what was answered. `asked`: the page of the link. */
export function RatePages({
  incident,
  pages,
  asked,
}: {
  incident: string;
  pages: readonly RateablePage[];
  asked?: number | undefined;
}) {
  useEffect(() => {
    if (asked !== undefined) document.getElementById(`page-${asked}`)?.scrollIntoView({ block: 'center' });
  }, [incident, asked]);
  const [last, ...earlier] = pages;
  if (!last) return null;
  const card = (page: RateablePage) => (
    <li
      key={page.page}
      id={`page-${page.page}`}
      class={page.page === asked ? 'rate-page asked' : 'rate-page'}
    >
      <RatePage incident={incident} page={page} />
    </li>
  );
  return (
    <section class="rate-pages" aria-labelledby="useful">
      <h2 id="useful">Was it useful to be paged?</h2>
      <ul>{card(last)}</ul>
      {earlier.length > 0 && (
        <details open={earlier.some(({ page }) => page === asked)}>
          <summary>{earlier.length === 1 ? 'The page before' : `${earlier.length} pages before`}</summary>
          <ul>{earlier.map(card)}</ul>
        </details>
      )}
    </section>
  );
}

function RatePage({ incident, page }: { incident: string; page: RateablePage }) {
  const { page: number, at, reason, ratings } = page;
  const own = ratings.find(({ by }) => by === who.value);
  const rate = (useful: boolean, form: HTMLFormElement | null) => {
    const note = form ? String(new FormData(form).get('note')).trim() : '';
    act(incident, 'rate', { page: number, useful, ...(note !== '' && { note }) });
    form?.reset();
  };
  return (
    // The key Enter says nothing: it would press the first button.
    <form onSubmit={(event) => event.preventDefault()}>
      <p>
        Page {number}, {dayAndTime(at, now.value)} <span class="muted">{reason}</span>
      </p>
      <Ratings ratings={ratings} />
      <div class="buttons">
        {[true, false].map((useful) => (
          <button
            key={String(useful)}
            type="button"
            aria-pressed={own?.useful === useful}
            aria-label={`Page ${number} was ${useful ? 'useful' : 'not useful'}`}
            onClick={({ currentTarget }) => rate(useful, currentTarget.form)}
          >
            {useful ? 'Useful' : 'Not useful'}
          </button>
        ))}
        <input
          name="note"
          maxLength={500}
          aria-label={`Why, of page ${number}`}
          placeholder="Why? (optional)"
        />
      </div>
    </form>
  );
}

/** `✓ Anna: useful, called the AMF`, one line a person. */
export function Ratings({ ratings }: { ratings: readonly Rating[] }) {
  if (ratings.length === 0) return <p class="muted">Nobody has said yet.</p>;
  return (
    <ul>
      {ratings.map(({ by, useful, note }) => (
        <li key={by} class={useful ? 'rating useful' : 'rating'}>
          <span aria-hidden="true">{useful ? '✓' : '✕'}</span> {by}: {useful ? 'useful' : 'not useful'}
          {note && <span class="muted">, {note}</span>}
        </li>
      ))}
    </ul>
  );
}
