import { claimsIn } from '#enrich/press-release/claims';
import { timingSignals } from '#enrich/press-release/timing';
import { createReleaseReader, VALDOR } from './release';

const { read } = await createReleaseReader();
const GRAVE = 'Valdor restates its accounts.';
const ORDINARY = 'Valdor opens a plant and reports a net loss.';

describe('the hour at the brand’s exchange', () => {
  it.each([
    ['at the opening, summer time', '2026-06-09T07:00:00.000Z', GRAVE, 0.4, 'Tue 09:00, Europe/Paris'],
    ['at the opening, winter time', '2026-03-10T08:00:00.000Z', GRAVE, 0.4, 'Tue 09:00, Europe/Paris'],
    ['a minute before the close', '2026-03-10T16:29:00.000Z', GRAVE, 0.4, 'Tue 17:29, Europe/Paris'],
    ['at night', '2026-03-10T02:00:00.000Z', ORDINARY, 0.3, 'Tue 03:00, Europe/Paris'],
    ['late in the evening', '2026-03-10T21:30:00.000Z', ORDINARY, 0.3, 'Tue 22:30, Europe/Paris'],
    [
      'on a Saturday in what would be trading hours',
      '2026-03-14T11:00:00.000Z',
      GRAVE,
      0.3,
      'Sat 12:00, Europe/Paris',
    ],
    [
      'in the night before Sunday ends there, though it is Monday nowhere yet',
      '2026-03-15T22:00:00.000Z',
      ORDINARY,
      0.3,
      'Sun 23:00, Europe/Paris',
    ],
  ])('%s (%s), for “%s”, weighs %d', (_, publishedAt, text, weight, evidence) => {
    const release = read({ text, publishedAt });
    expect(timingSignals(release, claimsIn(release))).toEqual([
      expect.objectContaining({ name: 'timing', weight, evidence }),
    ]);
  });

  it.each([
    ['ordinary news in trading hours', '2026-03-10T11:00:00.000Z', ORDINARY],
    ['grave news at the close', '2026-03-10T16:30:00.000Z', GRAVE],
    ['grave news before the opening, as the rules want it', '2026-03-10T06:30:00.000Z', GRAVE],
  ])('says nothing of %s (%s)', (_, publishedAt, text) => {
    const release = read({ text, publishedAt });
    expect(timingSignals(release, claimsIn(release))).toEqual([]);
  });

  it('is explained with the market and its hours', () => {
    const release = read({ text: GRAVE, publishedAt: '2026-03-10T11:00:00.000Z' });
    expect(timingSignals(release, claimsIn(release))[0]?.explanation).toBe(
      'News that moves the share came in trading hours of Euronext Paris (09:00 to 17:30).',
    );
  });

  it('says nothing of a brand that is not listed', async () => {
    const { exchange, ...unlisted } = VALDOR;
    const { read } = await createReleaseReader(unlisted);
    const release = read({ text: GRAVE, publishedAt: '2026-03-10T02:00:00.000Z' });
    expect(timingSignals(release, claimsIn(release))).toEqual([]);
  });
});
