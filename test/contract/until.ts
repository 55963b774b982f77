/** Waits until the claim holds; throws with the claim's text when it does not in `withinMs`. */
export async function until(claim: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await claim())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${claim}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
