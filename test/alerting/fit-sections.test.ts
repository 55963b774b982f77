import { fitSections } from '#alerting/render/page-sections';

describe('sections that must fit', () => {
  const sections = [
    { label: 'a', lines: ['first'] },
    { label: 'b', lines: ['é'.repeat(400), 'more'] },
    { label: 'c', lines: ['last'] },
  ];
  const build = (kept: readonly unknown[]) => ({ kept });

  it.each([
    [2_000, ['a', 'b', 'c'], 400],
    [700, ['a', 'b'], 200],
    [220, ['a', 'b'], 60],
    [60, ['a'], undefined],
    [0, [], undefined],
  ])('in %d bytes are the most important, the last of them shortened', (max, labels, characters) => {
    const { kept } = fitSections(sections, max, build) as { kept: typeof sections };
    expect(kept.map(({ label }) => label)).toEqual(labels);
    expect(kept[1]?.lines[0] === undefined ? undefined : [...kept[1].lines[0]].length).toBe(characters);
    if (max > 0) expect(Buffer.byteLength(JSON.stringify({ kept }))).toBeLessThanOrEqual(max);
  });
});
