import type { Elasticsearch } from '../elasticsearch-client';
import { unlessChanged, unlessMissing } from '../elasticsearch-client';
import { StateConflictError, type StatePosition } from './state';

/** A record that a commit writes; without `value` (JSON text) it is deleted. */
export type Entry = { readonly namespace: string; readonly key: string; readonly value?: string };

/** What stands in an owner's document. */
export type OwnerDocument = {
  readonly owner: string;
  /** Grows by one with each acquisition. */
  readonly epoch: number;
  /** Number of the last commit; grows over all epochs. */
  readonly commit: number;
  /** When, epoch milliseconds. */
  readonly committedAt: number;
  readonly positions: readonly StatePosition[];
  /** What the last commit writes, as JSON of entries. */
  readonly intent: string;
  /** Numbers of the last commit that wrote into a namespace and of the one before. Absent: it is not known. */
  readonly touched?: Readonly<Record<string, readonly [last: number, earlier: number]>>;
};

/** An owner's document as it was read or written: it can only be written again while it still is that. */
export type OwnerVersion = {
  readonly document: OwnerDocument;
  readonly term: number;
  readonly sequence: number;
};

export const OWNER_KIND = 'owner';

/** The document that says who owns a name; the only thing that owners contend for. */
export function createOwners(elasticsearch: Elasticsearch, index: string) {
  const read = async (owner: string): Promise<OwnerVersion | undefined> => {
    const found = await unlessMissing(
      elasticsearch.call(`reading state "${owner}"`, (client) =>
        client.get<OwnerDocument>({ index, id: ownerId(owner) }),
      ),
    );
    const { _source: document, _primary_term: term, _seq_no: sequence } = found ?? {};
    return document && term !== undefined && sequence !== undefined
      ? { document, term, sequence }
      : undefined;
  };

  /** Undefined when somebody else wrote the document since `previous`. */
  const write = async (
    document: OwnerDocument,
    previous: OwnerVersion | undefined,
  ): Promise<OwnerVersion | undefined> => {
    const condition = previous
      ? { if_seq_no: previous.sequence, if_primary_term: previous.term }
      : { op_type: 'create' as const };
    const written = await unlessChanged(
      elasticsearch.call(`writing state "${document.owner}"`, (client) =>
        client.index({
          index,
          id: ownerId(document.owner),
          document: { kind: OWNER_KIND, ...document },
          ...condition,
        }),
      ),
    );
    const { _primary_term: term, _seq_no: sequence } = written ?? {};
    return term !== undefined && sequence !== undefined ? { document, term, sequence } : undefined;
  };

  /** Takes the name over: whoever held it before can write no more. */
  const fence = async (owner: string): Promise<OwnerVersion> => {
    for (;;) {
      const former = await read(owner);
      const document = former
        ? { ...former.document, epoch: former.document.epoch + 1 }
        : { owner, epoch: 1, commit: 0, committedAt: 0, positions: [], intent: '[]', touched: {} };
      const mine = await write(document, former);
      if (mine) return mine;
    }
  };

  /** The document as it is now, if the same acquisition still holds it. */
  const readOwn = async ({ document: { owner, epoch } }: OwnerVersion): Promise<OwnerVersion> => {
    const current = await read(owner);
    if (current?.document.epoch !== epoch) throw new StateConflictError(owner);
    return current;
  };

  return { fence, write, readOwn };
}

export type Owners = ReturnType<typeof createOwners>;

function ownerId(owner: string): string {
  return `owner/${owner}`;
}
