/** The sum over the label values of one series that a worker tells at `/metrics`; `series` without `vigie_`. */
export async function readMetric(url: string, series: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = text.matchAll(new RegExp(`^vigie_${series}(?:\\{[^}]*\\})? ([0-9.e+-]+)$`, 'gm'));
  return [...found].reduce((sum, [, value]) => sum + Number(value), 0);
}
