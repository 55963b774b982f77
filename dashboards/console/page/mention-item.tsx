import { useState } from 'preact/hooks';
import type { BrandMention } from '#enrich/brand-mention';
import { now, shownWindow } from './model';
import { OutLink } from './out-link';
import { setFilter } from './stream-model';
import { clockTime, dayAndTime, longDay } from './time';

const LONG_TEXT = 320;
const SENTIMENT_MARKS = { negative: '▼', neutral: '■', positive: '▲' } as const;

function Sentiment({ sentiment }: Pick<BrandMention, 'sentiment'>) {
  if (!sentiment) return <span class="sentiment unscored">unscored</span>;
  const { label, score, words } = sentiment;
  return (
    <span class={`sentiment ${label}`} title={`score ${score.toFixed(2)}`}>
      <span aria-hidden="true">{SENTIMENT_MARKS[label]}</span> {label}
      {words.length > 0 && <i>{words.slice(0, 4).join(', ')}</i>}
    </span>
  );
}

/** Title and text, a long text shortened until asked for. */
export function MentionText({ title, text }: { title?: string | undefined; text: string }) {
  const [whole, setWhole] = useState(false);
  const body =
    title !== undefined && text.startsWith(title)
      ? text.slice(title.length).replace(/^[\s.:–—-]+/, '')
      : text;
  const long = body.length > LONG_TEXT;
  return (
    <>
      {title && <h3>{title}</h3>}
      {body !== '' && (
        <p class="text">
          {long && !whole ? `${body.slice(0, LONG_TEXT)} … ` : body}
          {long && (
            <button type="button" class="link" onClick={() => setWhole(!whole)}>
              {whole ? ' less' : 'more'}
            </button>
          )}
        </p>
      )}
    </>
  );
}

const SUSPECT = new Set(['suspect', 'likely-fake', 'refuted']);

/** A mention of the stream, as text only. */
export function MentionItem({ mention }: { mention: BrandMention }) {
  const { author, outlet, risks, pressRelease, story, publishedAt } = mention;
  const verdict = pressRelease?.verdict;
  const suspect = risks.length > 0 || (verdict !== undefined && SUSPECT.has(verdict));
  const name = author?.name ?? author?.handle ?? author?.id;
  const sameDay = longDay(publishedAt) === longDay(shownWindow.value.to - 1);
  return (
    <li class={`mention ${suspect ? 'suspect' : ''}`}>
      <p class="meta">
        <time dateTime={publishedAt} title={`${longDay(publishedAt)} ${clockTime(publishedAt, true)}`}>
          {sameDay ? clockTime(publishedAt, true) : dayAndTime(publishedAt, now.value)}
        </time>
        {outlet && (
          <button type="button" class="link" onClick={() => setFilter('outlet', outlet)}>
            {outlet}
          </button>
        )}
        {name && name !== outlet && (
          <span>{author?.handle && author.handle !== name ? `${name} @${author.handle}` : name}</span>
        )}
        <span class="muted">{mention.channel}</span>
        {mention.language && <span class="muted">{mention.language}</span>}
        {mention.url && !suspect && <OutLink url={mention.url} suspect={false} />}
        {mention.sender && (
          <span class="muted">{mention.sender.replace(/@.*/, (host) => host.replaceAll('.', '[.]'))}</span>
        )}
        {story && story.copies > 0 && (
          <button type="button" class="link" onClick={() => setFilter('story', story.id)}>
            copy {story.copies + 1} of a story
          </button>
        )}
        <Sentiment sentiment={mention.sentiment} />
      </p>
      <MentionText title={mention.title} text={mention.text} />
      {verdict && (
        <p class={SUSPECT.has(verdict) ? 'risk' : 'muted'}>Press release: {verdict.replace('-', ' ')}</p>
      )}
      {risks.map(({ kind, evidence, explanation }) => (
        <p key={`${kind} ${evidence}`} class="risk">
          {explanation}
        </p>
      ))}
      {mention.url && suspect && <OutLink url={mention.url} suspect />}
    </li>
  );
}
