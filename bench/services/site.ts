import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installation, type InstallationPlan, install } from './installation';
import { openServers, type Servers } from './servers';
import { startWorker, type Worker, type WorkerKind } from './worker';

/** Where everything is measured: the servers, and what was made on them and started, so that nothing of it stays. */
export type Site = {
  readonly servers: Servers;
  /** A folder for configurations and recordings. */
  readonly folder: string;
  readonly install: (plan: InstallationPlan) => Promise<Installation>;
  readonly start: (kind: WorkerKind, installation: Installation) => Promise<Worker>;
  /** Ends the workers, then deletes the topics and indices; the servers stay. */
  readonly clear: () => Promise<void>;
  /** Clears, and ends the servers that were started for this. */
  readonly close: () => Promise<void>;
};

export async function openSite(): Promise<Site> {
  const servers = await openServers();
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  const installations = new Set<Installation>();
  const workers = new Set<Worker>();
  const clear = async () => {
    const ending = [...workers].map(({ stop }) => stop());
    workers.clear();
    await Promise.all(ending);
    for (const installation of installations) await installation.remove();
    installations.clear();
  };
  return {
    servers,
    folder,
    install: async (plan) => {
      const installation = await install(plan, { servers, folder });
      installations.add(installation);
      return installation;
    },
    start: async (kind, { config }) => {
      const worker = await startWorker(kind, config);
      workers.add(worker);
      return worker;
    },
    clear,
    close: async () => {
      await clear().finally(servers.stop);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
