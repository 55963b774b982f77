import pino from 'pino';
import { systemClock } from '#ingest/clock';
import { openElasticsearchState } from '#ingest/state/elasticsearch';
import { describeState } from '../contract/state-contract';

const log = pino({ level: 'silent' });
const url = process.env.ELASTICSEARCH_URL ?? '';
const indexPrefix = `test-${process.pid}-${Date.now().toString(36)}`;
const open = () =>
  openElasticsearchState({ connection: { nodes: [url] }, indexPrefix, clock: systemClock, log });

describeState('Elasticsearch', open);
