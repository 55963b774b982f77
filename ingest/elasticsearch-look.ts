import { connectElasticsearch, type ElasticsearchConnection, unlessMissing } from './elasticsearch-client';
import type { Made } from './made';

/** Whoever looks waits by themselves, and says so meanwhile. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * The index template of mentions and the index of the state, as far as a cluster has them; makes none. Rejects as
 * `Elasticsearch` does.
 */
export async function lookAtElasticsearch(
  connection: ElasticsearchConnection,
  prefix: string,
): Promise<Made[]> {
  const elasticsearch = await connectElasticsearch({ ...connection, requestTimeoutMs: ANSWER_WITHIN_MS });
  const [template, index] = [`${prefix}-mentions`, `${prefix}-state`];
  try {
    const found = await unlessMissing(
      elasticsearch.call(`looking for the index template ${template}`, (client) =>
        client.indices.getIndexTemplate({ name: template }),
      ),
    );
    const hasState = await elasticsearch.call(`looking for the index ${index}`, (client) =>
      client.indices.exists({ index }),
    );
    return [
      ...(found?.index_templates ?? []).map(({ index_template }) =>
        made(`index template ${template}`, { version: String(index_template.version) }),
      ),
      ...(hasState ? [made(`index ${index}`)] : []),
    ];
  } finally {
    await elasticsearch.close();
  }
}

function made(what: string, settings: Made['settings'] = {}): Made {
  return { what, settings, wanted: settings };
}
