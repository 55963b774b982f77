/** What a running vigie tells at `/metrics`: the sum over the label values of one series. */
export async function readMetrics(url: string): Promise<(series: string) => number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return (series) =>
    [...text.matchAll(new RegExp(`^vigie_${series}(?:\\{[^}]*\\})? ([0-9.e+-]+)$`, 'gm'))].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
}
