import { asking, setWho, who } from './act';
import { post } from './ask-server';
import { announcement, connection } from './live';
import { brandId, inThePast, overview, pinned, problem, range, replay, shownWindow } from './model';
import { route } from './route';
import { clockTime, longDay } from './time';

const CONNECTION_WORDS = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost' } as const;

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
        <a href={`#/brands/${brandId.value ?? ''}`} aria-current={view === 'sources' ? undefined : 'page'}>
          Brand
        </a>
        <a href="#/sources" aria-current={view === 'sources' ? 'page' : undefined}>
          Sources
        </a>
      </nav>
      <span class="spring" />
      <button type="button" class="quiet who" onClick={() => (asking.value = () => {})}>
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

function BrandSwitcher() {
  const brands = overview.value?.brands ?? [];
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
  const playing = replay.value;
  const speed = /(\d+(?:\.\d+)?×|max)/.exec(playing?.progress ?? '')?.[1];
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
      {playing?.running && playing.at !== undefined ? (
        <p class="banner replay">
          <b>
            Replay of {longDay(playing.at)} – {clockTime(playing.at)}
            {speed && ` · ${speed === 'max' ? 'as fast as possible' : speed}`}
          </b>
          <span>Not happening now.</span>
        </p>
      ) : (
        inThePast.value && (
          <p class="banner replay">
            <b>{longDay(shownWindow.value.to)}</b>
            <span>
              {pinned.value
                ? 'You look at the past.'
                : `Nothing was said in the last ${range.value}: this is the newest there is.`}
              {playing && !playing.running && ' The replay has ended.'}
            </span>
          </p>
        )
      )}
    </>
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
