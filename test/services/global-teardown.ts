/** Stops the servers that `global-setup.ts` started. */
export default async function tearDown(): Promise<void> {
  const { stopServices = [] } = globalThis as { stopServices?: (() => Promise<void>)[] };
  await Promise.all(stopServices.map((stop) => stop()));
}
