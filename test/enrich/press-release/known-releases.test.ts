import { CAUGHT, judgeIncidents, judgeOrdinary } from '../../known-releases';

/** What the gate is held to; `npm run bench:press-release` prints the rows, and judges the other half too. */
describe('the known releases, as people received them', () => {
  it('are caught where they were fakes, and never called likely fakes where they were genuine', async () => {
    const judged = [...(await judgeIncidents('tuning')), ...(await judgeIncidents('held-back'))];
    const fakes = judged.filter(({ kind }) => kind === 'fake');
    const caught = fakes.filter(({ verified }) => CAUGHT.has(verified.verdict));
    expect(caught.length / fakes.length).toBeGreaterThanOrEqual(0.95);
    const genuine = judged.filter(({ kind }) => kind === 'genuine');
    expect(genuine.length).toBeGreaterThanOrEqual(16);
    expect(genuine.filter(({ verified }) => verified.verdict === 'likely-fake')).toEqual([]);
  });

  it('are told from job adverts, warnings, satire, opinion and other companies’ releases', async () => {
    const judged = await judgeOrdinary('held-back');
    expect(judged.length).toBeGreaterThanOrEqual(149);
    const count = (verdict: string) => judged.filter(({ verified }) => verified.verdict === verdict).length;
    expect(count('likely-fake')).toBeLessThanOrEqual(1);
    expect(count('suspect')).toBeLessThanOrEqual(3);
  });
});
