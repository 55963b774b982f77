/** In [0, 1); the same seed gives the same numbers. Marsaglia's xorshift on 32 bits. */
export function seededRandom(seed: number): () => number {
  // A state of 0 would stay 0; near seeds must not begin alike.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  for (let turn = 0; turn < 8; turn++) next();
  return next;
}
