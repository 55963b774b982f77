import pino from 'pino';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import { systemClock } from '#ingest/clock';
import { describeStore } from '../contract/store-contract';

const log = pino({ level: 'silent' });
const url = process.env.ELASTICSEARCH_URL ?? '';
let opened = 0;
const uniquePrefix = () => `test-${process.pid}-${Date.now().toString(36)}-${opened++}`;

const open = (indexPrefix: string, now = systemClock.now) =>
  openElasticsearchStore({ connection: { nodes: [url] }, indexPrefix, clock: { ...systemClock, now }, log });

describeStore('Elasticsearch', (now) => open(uniquePrefix(), now));
