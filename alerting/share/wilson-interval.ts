/** 95 % confidence, two-sided. */
const Z = 1.96;

/** Wilson's interval of a share: between these two it is, at 95 % confidence. Nothing is known of a share of nothing. */
export function wilsonInterval(matching: number, all: number): { least: number; most: number } {
  if (all === 0) return { least: 0, most: 1 };
  const share = matching / all;
  const middle = share + Z ** 2 / (2 * all);
  const spread = Z * Math.sqrt((share * (1 - share) + Z ** 2 / (4 * all)) / all);
  const scale = 1 + Z ** 2 / all;
  return { least: Math.max(0, (middle - spread) / scale), most: Math.min(1, (middle + spread) / scale) };
}
