import {
  inThePast,
  mode,
  now,
  pickedMode,
  pinned,
  RANGES,
  type RangeName,
  range,
  replay,
  shownWindow,
} from './model';
import { clockTime, dayAndTime, longDay } from './time';

/** A replay and what happens now lie on different days: which of the two is shown. */
function ModeSwitch() {
  return (
    <fieldset class="segments modes" aria-label="Replay or live">
      {(['replay', 'live'] as const).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={mode.value === name}
          onClick={() => {
            pickedMode.value = name;
            pinned.value = undefined;
          }}
        >
          {name === 'replay' ? 'Replay' : 'Live'}
        </button>
      ))}
    </fieldset>
  );
}

/** How far back to look, and whether the end follows what is newest. */
export function RangePicker() {
  const following = pinned.value === undefined;
  const { from, to } = shownWindow.value;
  const sameDay = longDay(from) === longDay(to - 1);
  return (
    <div class="ranges">
      {replay.value && <ModeSwitch />}
      <fieldset class="segments spans" aria-label="Range">
        {(Object.keys(RANGES) as RangeName[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={following && range.value === name}
            onClick={() => {
              range.value = name;
              pinned.value = undefined;
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        class="follow"
        aria-pressed={following}
        title="Let the end of the window move with the newest mentions"
        onClick={() => {
          pinned.value = following ? { from, to } : undefined;
        }}
      >
        {following ? 'Following' : 'Follow'}
      </button>
      <span class={following ? 'window following' : 'window'}>
        {sameDay && inThePast.value ? `${longDay(from)}, ${clockTime(from)}` : dayAndTime(from, now.value)} –{' '}
        {sameDay ? clockTime(to) : dayAndTime(to, now.value)}
      </span>
    </div>
  );
}
