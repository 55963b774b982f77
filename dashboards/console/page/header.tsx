import { asking, setWho, who } from './act';
import { post } from './ask-server';
import { announcement, connection } from './live';
import {
  brandId,
  inThePast,
  mode,
  overview,
  pinned,
  problem,
  replay,
  rules,
  shownWindow,
  sources,
} from './model';
import { route } from './route';
import { isTroubled } from './source-words';
import { clockTime, longDay } from './time';

const CONNECTION_WORDS = { connecting: 'Connecting', live: 'Connected', lost: 'Connection lost' } as const;

/** Name, brand switcher, way to the sources, and whether what is shown is live. */
export function Header() {
  const { view } = route.value;
  return (
    <header class="top">
      <a class="name" href="#/">
        Vigie
      </a>
      <BrandSwitcher />
      <nav aria-label="Views">
        <a
          href={`#/brands/${brandId.value ?? ''}`}
          aria-current={view === 'brand' || view === 'incident' ? 'page' : undefined}
        >
          Brand
        </a>
        <a href="#/rules" aria-current={view === 'rules' || view === 'rule' ? 'page' : undefined}>
          Rules
        </a>
        <a href="#/verify" aria-current={view === 'verify' ? 'page' : undefined}>
          Verify
        </a>
        <a href="#/sources" aria-current={view === 'sources' ? 'page' : undefined}>
          Sources
          <SourceTrouble />
          <RulesTrouble />
        </a>
      </nav>
      <span class="spring" />
      <button
        type="button"
        class={who.value ? 'quiet who' : 'quiet who unnamed'}
        onClick={() => (asking.value = () => {})}
      >
        {who.value ?? 'Who are you?'}
      </button>
      {overview.value?.guarded && (
        <button type="button" class="quiet" onClick={() => post('logout', {}).then(() => location.reload())}>
          Log out
        </button>
      )}
      <span class={`connection ${connection.value}`} role="status">
        {CONNECTION_WORDS[connection.value]}
      </span>
      <span class="unseen" aria-live="assertive">
        {announcement.value}
      </span>
    </header>
  );
}

/** How many sources bring nothing: a quiet chart may be a blind one. */
function SourceTrouble() {
  const troubled = sources.value.filter(isTroubled).length;
  if (troubled === 0) return null;
  return (
    <span class="trouble" title={`${troubled} of ${sources.value.length} sources bring nothing now`}>
      <span aria-hidden="true"> ✕</span> {troubled}
      <span class="unseen"> of {sources.value.length} bring nothing now</span>
    </span>
  );
}

/** Rules that somebody has written and that are not in force. */
function RulesTrouble() {
  const mistakes = rules.value?.mistakes.length ?? 0;
  if (mistakes === 0) return null;
  const words = `Mistakes keep rule files out of force: ${mistakes}`;
  return (
    <span class="trouble" title={words}>
      <span aria-hidden="true"> △</span>
      <span class="unseen"> {words}</span>
    </span>
  );
}

function BrandSwitcher() {
  const brands = overview.value?.brands ?? [];
  if (brands.length < 2) return null;
  return (
    <select
      class="brand"
      aria-label="Brand"
      value={brandId.value ?? ''}
      onChange={({ currentTarget }) => {
        location.hash = `#/brands/${encodeURIComponent(currentTarget.value)}`;
      }}
    >
      {brands.map(({ id, name, unresolved }) => (
        <option key={id} value={id}>
          {unresolved > 0 ? `${name} (${unresolved})` : name}
        </option>
      ))}
    </select>
  );
}

/** What a reader must know before reading on: lost connection, replay, a time long past. */
export function Banners() {
  return (
    <>
      {connection.value === 'lost' && (
        <p class="banner lost" role="alert">
          Connection lost. What you see may be old; trying again every few seconds.
        </p>
      )}
      {problem.value !== undefined && connection.value !== 'lost' && (
        <p class="banner lost" role="alert">
          Not all could be read: {problem.value}
        </p>
      )}
      <ReplayBanner />
    </>
  );
}

function ReplayBanner() {
  const played = replay.value;
  if (mode.value === 'live' || played?.at === undefined)
    return inThePast.value ? (
      <p class="banner replay">
        <b>{longDay(shownWindow.value.to)}</b>
        <span>You look at the past.</span>
      </p>
    ) : null;
  const speed = /(\d+(?:\.\d+)?×|max)/.exec(played.progress ?? '')?.[1];
  const pace = speed && ` · ${speed === 'max' ? 'as fast as possible' : speed}`;
  return (
    <p class="banner replay">
      <b>
        Replay of {longDay(played.at)} – {clockTime(played.at)}
        {played.running && pace}
      </b>
      <span>
        {pinned.value ? 'The shown stretch stands still. ' : played.running ? '' : 'It has ended. '}
        Not happening now.
      </span>
    </p>
  );
}

/** Asks once who acts, so that the team sees it on the incident. */
export function WhoDialog() {
  const then = asking.value;
  if (!then) return null;
  const close = () => {
    asking.value = undefined;
  };
  return (
    <dialog
      ref={(dialog) => {
        if (dialog && !dialog.open) dialog.showModal();
      }}
      onClose={close}
      aria-labelledby="who-title"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setWho(String(new FormData(event.currentTarget).get('who')));
          close();
          then();
        }}
      >
        <h2 id="who-title">Who are you?</h2>
        <p>Your name stands beside what you do, for the team. It is kept in this browser.</p>
        <input
          class="field"
          name="who"
          aria-label="Your name"
          maxLength={80}
          defaultValue={who.value}
          autocomplete="name"
        />
        <div class="buttons">
          <button type="submit" class="strong">
            Go on
          </button>
          <button type="button" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
