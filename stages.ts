type Stop = () => void | Promise<void>;

/** What has been started; `stop` ends it in reverse order, each once, and rejects with the first failure at the end. */
export type Stages = { readonly add: (stop: Stop) => void; readonly stop: () => Promise<void> };

export function createStages(): Stages {
  const stops: Stop[] = [];
  return {
    add: (stop) => void stops.push(stop),
    stop: async () => {
      const failures: unknown[] = [];
      // A stage that cannot stop must not keep the bus and the store from being closed.
      for (let stop = stops.pop(); stop; stop = stops.pop())
        await Promise.resolve()
          .then(stop)
          .catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
