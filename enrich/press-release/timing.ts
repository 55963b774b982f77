import type { Signal } from '../brand-mention';
import type { Claim } from './claims';
import type { ReleaseText } from './release-text';

/** The hour at the brand's exchange; weak by itself, since genuine shocks are published in trading hours too. */
export function timingSignals({ mention, brand }: ReleaseText, claims: readonly Claim[]): Signal[] {
  const zone = brand.exchange?.timezone;
  if (!zone || !brand.exchange) return [];
  const { weekday, time } = localTime(mention.publishedAt, zone);
  const { open, close } = brand.exchange.hours;
  const evidence = `${weekday} ${time}, ${zone}`;
  const isWeekend = weekday === 'Sat' || weekday === 'Sun';
  const make = (weight: number, explanation: string): Signal[] => [
    { name: 'timing', weight, evidence, explanation },
  ];
  if (!isWeekend && time >= open && time < close) {
    if (!claims.some(({ grave }) => grave)) return [];
    return make(
      0.4,
      `News that moves the share came in trading hours of ${brand.exchange.market} (${open} to ${close}).`,
    );
  }
  if (time < '06:00' || time >= '22:30') return make(0.3, 'It came at night.');
  return isWeekend ? make(0.3, 'It came at a weekend.') : [];
}

function localTime(iso: string, timeZone: string): { weekday: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return { weekday: part('weekday'), time: `${part('hour')}:${part('minute')}` };
}
