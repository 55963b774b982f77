import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What the package `eld` knows of languages. A letter group is a few characters of its byte alphabet. */
export type EldData = {
  /** ISO 639-1 codes; scores name a language by its place here. */
  readonly languages: readonly string[];
  /** What a right answer scores on average, by code, 0 … 1. */
  readonly averages: Readonly<Record<string, number>>;
  /** What stands between words. */
  readonly separators: RegExp;
  /** The character, one of Latin-1, that stands for each byte of UTF-8; several bytes may share one. */
  readonly alphabet: readonly string[];
  /** Letter groups with their scores, written "language:score,language:score". */
  readonly groups: () => Iterable<readonly [group: string, scores: string]>;
};

const Dictionary = z.object({ dictionary: z.array(z.string().regex(/^[\0-\xff]$/)).length(256) });
const Patterns = z.object({ separators: z.instanceof(RegExp) });
const Averages = z.object({ avgScore: z.record(z.string(), z.number()) });

const LANGUAGES = /languages:\{((?:\d+:'[a-z]+',?)+)\}/;
const GROUPS = 'ngrams:{';
const GROUP = /(?:(['"])((?:[^\\]|\\.)+?)\1|([\w$]+)):\{((?:\d+:\d+,?)+)\},?/gy;

/**
 * Reads the smallest tables of the package `eld` from its files, which it does not export. The letter groups are
 * read as text: as a module, their 50,000 objects would stay in memory. Throws where they are not as expected.
 */
export async function loadEldData(): Promise<EldData> {
  const root = new URL('../', import.meta.resolve('eld/extrasmall'));
  const module = async (file: string): Promise<unknown> => await import(new URL(file, root).href);
  try {
    const tables = await readFile(new URL('ngrams/extrasmall.js', root), 'utf8');
    return {
      languages: languagesOf(tables),
      averages: Averages.parse(await module('avgScore.js')).avgScore,
      separators: Patterns.parse(await module('regexPatterns.js')).separators,
      alphabet: Dictionary.parse(await module('dictionary.js')).dictionary,
      groups: () => groupsOf(tables),
    };
  } catch (cause) {
    throw new Error(
      'the tables of the package eld could not be read; "npm ci" installs the version for which this is made',
      {
        cause,
      },
    );
  }
}

function languagesOf(tables: string): string[] {
  const list = LANGUAGES.exec(tables)?.[1] ?? '';
  const codes = [...list.matchAll(/(\d+):'([a-z]+)'/g)].map(([, number, code = ''], place) => {
    if (Number(number) !== place) throw new Error(`language ${code} has number ${number}, expected ${place}`);
    return code;
  });
  if (codes.length === 0) throw new Error('no languages in ngrams/extrasmall.js');
  return codes;
}

function* groupsOf(tables: string): Generator<readonly [string, string]> {
  const pattern = new RegExp(GROUP);
  pattern.lastIndex = tables.indexOf(GROUPS) + GROUPS.length;
  let end = pattern.lastIndex;
  for (let entry = pattern.exec(tables); entry; entry = pattern.exec(tables)) {
    const [, , quoted, bare = '', scores = ''] = entry;
    end = pattern.lastIndex;
    yield [quoted?.replace(/\\(.)/g, '$1') ?? bare, scores];
  }
  if (!tables.startsWith('}}', end))
    throw new Error(`no letter group at character ${end} of ngrams/extrasmall.js`);
}
