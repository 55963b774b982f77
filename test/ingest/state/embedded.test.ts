import { readFileSync } from 'node:fs';
import pino from 'pino';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { openEmbeddedState } from '#ingest/state/embedded';
import { describeState } from '../../contract/state-contract';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder();

describeState('embedded', () => openEmbeddedState({ dataFolder: folder() }));

it('shares one thread and one file with the bus, until both are closed', async () => {
  const log = pino({ level: 'silent' });
  const { bus, state } = await openEmbeddedBusAndState({ dataFolder: folder(), clock: systemClock, log });
  await bus.publish('mentions', [{ key: 'k', value: 'a' }]);
  await bus.close();
  const owned = await state.acquire('alerting/0');
  await owned.commit({ puts: [{ namespace: 'n', key: 'k', value: 'kept-here' }] });
  expect(await owned.get('n', 'k')).toBe('kept-here');
  await state.close();
  expect(readFileSync(`${folder()}/bus.db`).includes('kept-here')).toBe(true);
});
