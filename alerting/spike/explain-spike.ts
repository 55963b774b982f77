import { durationInWords } from '#enrich/duration-in-words';
import type { Explanation, Gate } from '../explanation';
import { type BurstState, burstAt, rateAt } from './burst';
import type { DeclaredReference } from './expected-times';
import type { Direction } from './spike-words';
import { upperTail } from './tail';

/** What a spike is asked about at an instant; counts are of a timeframe, times epoch milliseconds of event time. */
export type SeenSpike = {
  readonly at: number;
  readonly timeframe: number;
  readonly unit: string;
  readonly seen: number;
  readonly reference: DeclaredReference;
  /** Variance ÷ mean. */
  readonly scatter: number;
  readonly burst: BurstState;
  /** While it fires: what it is held against, and where it has calmed. */
  readonly storm?: {
    readonly direction: Direction;
    readonly expected: number;
    readonly because?: string | undefined;
    readonly calms: number;
    /** It is not over before. */
    readonly held: number;
  };
};

/** What a rule asks for before it fires. */
export type SpikeDemands = {
  readonly direction: 'up' | 'down' | 'both';
  readonly height: number;
  readonly least: number;
  readonly floor: number;
  /** How rare a whole window and a burst must be by chance. */
  readonly windowChance: number;
  readonly burstChance: number;
};

/** 95 % of a normal distribution lie so many standard deviations around its mean. */
const Z = 1.96;
const FEWEST_OF_BURST = 5;

/** What a spike rule sees. Before it fires the whole window or a burst must open; while it fires one gate keeps it. */
export function explainSpike(spike: SeenSpike, demands: SpikeDemands): Explanation {
  const { at, timeframe, seen, unit, scatter, reference, storm } = spike;
  const { expected } = storm ?? reference;
  const because = storm ? storm.because : reference.because[demands.direction === 'down' ? 'down' : 'up'];
  const around = Z * Math.sqrt(scatter * expected);
  return {
    window: { from: at - timeframe, to: at },
    seen,
    unit,
    expected,
    ...(because !== undefined && { because }),
    interval: { low: Math.max(0, expected - around), high: expected + around },
    gates: storm
      ? stormGates(spike, storm)
      : [
          ...(demands.direction === 'down'
            ? []
            : [...windowGates(spike, demands), ...burstGates(spike, demands)]),
          ...(demands.direction === 'up' ? [] : downGates(spike, demands)),
        ],
  };
}

function atLeast(name: string, seen: number, limit: number): Gate {
  return { name, seen, needs: 'at least', limit, open: seen >= limit };
}

function atMost(name: string, seen: number, limit: number): Gate {
  return { name, seen, needs: 'at most', limit, open: seen <= limit };
}

/** How many times the expected count; of nothing where nothing is expected. */
function timesGate(name: string, seen: number, expected: number, height: number): Gate {
  if (expected > 0) return atLeast(name, seen / expected, height);
  return { name, seen: 'nothing is expected', needs: 'at least', limit: height, open: true };
}

function windowGates({ seen, reference, scatter }: SeenSpike, demands: SpikeDemands): Gate[] {
  const { expected, cautious, isProven } = reference;
  const gates = [
    atLeast('threshold_cur', seen, demands.least),
    timesGate('spike_height', seen, expected, demands.height),
  ];
  const rarity = upperTail(seen, cautious, scatter);
  // For want of history the floors of the rule decide alone.
  const asked = isProven ? [...gates, atMost('rare by chance', rarity, demands.windowChance)] : gates;
  return inWay('the whole window', asked);
}

function burstGates({ at, timeframe, seen, reference, burst }: SeenSpike, demands: SpikeDemands): Gate[] {
  if (!reference.isProven) return [];
  const gate = {
    perMinute: (reference.cautious * 60_000) / timeframe,
    height: demands.height,
    chance: demands.burstChance,
  };
  const rarest = burstAt(burst, at, gate) ?? burstAt(burst, at, { ...gate, height: 0, chance: 1 });
  if (!rarest) {
    const few = { ...atLeast('mentions in two minutes', 0, FEWEST_OF_BURST), seen: 'fewer' };
    return inWay('or a burst', [few]);
  }
  const span = durationInWords(Math.ceil((at + 1 - rarest.from) / 1_000) * 1_000);
  return inWay(`or a burst of ${rarest.seen} in ${span}`, [
    atLeast('threshold_cur', seen, demands.least),
    timesGate('spike_height', rarest.seen, rarest.expected, demands.height),
    atMost('rare by chance', rarest.chance, demands.burstChance),
  ]);
}

function downGates({ seen, reference }: SeenSpike, { height, floor }: SpikeDemands): Gate[] {
  const { mean = 0, isProven } = reference;
  const usual = atLeast('threshold_ref', mean, floor);
  return inWay('too few', [
    { ...usual, open: usual.open && isProven && mean > 0 },
    atMost('spike_height', seen, mean / height),
  ]);
}

function stormGates(
  { at, seen, timeframe, burst }: SeenSpike,
  { direction, calms, held }: NonNullable<SeenSpike['storm']>,
): Gate[] {
  if (direction === 'down') return [atMost('not over: the whole window', seen, calms)];
  const rate = (rateAt(burst, at) * timeframe) / 60_000;
  return [
    ...inWay('not over', [atLeast('the whole window', seen, calms)]),
    ...inWay('or', [atLeast('the last two minutes, times the window', rate, calms)]),
    ...inWay('or for the first two minutes', [
      {
        name: 'time left',
        seen: durationInWords(Math.max(0, held - at)),
        needs: 'more than',
        limit: durationInWords(0),
        open: at < held,
      },
    ]),
  ];
}

function inWay(way: string, gates: readonly Gate[]): Gate[] {
  return gates.map((gate) => ({ ...gate, way }));
}
