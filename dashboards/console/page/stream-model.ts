import { computed, signal } from '@preact/signals';
import type { Mentions } from '../api';
import { ask } from './ask-server';
import { brand, shownWindow } from './model';

export const FILTERS = ['sentiment', 'language', 'channel', 'outlet', 'author', 'story'] as const;
export type FilterName = (typeof FILTERS)[number];

export const search = signal('');
export const filters = signal<Readonly<Partial<Record<FilterName, string>>>>({});
export const mentions = signal<Mentions | undefined>(undefined);
/** Pages of the stream that are loaded: with more than one, it is not replaced under its reader. */
export const loadedPages = signal(0);
export const searchProblem = signal<string | undefined>(undefined);
export const isFiltered = computed(() => search.value.trim() !== '' || Object.keys(filters.value).length > 0);

export function setFilter(name: FilterName, value: string | undefined): void {
  const { [name]: _, ...others } = filters.value;
  filters.value = value ? { ...others, [name]: value } : others;
}

const query = () => ({
  brand: brand.value?.id,
  q: search.value.trim(),
  ...filters.value,
  from: shownWindow.value.from,
  to: shownWindow.value.to,
});

let asked = 0;

/** Loads the first page of the stream anew; an answer that was overtaken by a later question is dropped. */
export async function loadMentions(): Promise<void> {
  if (brand.value === undefined) return;
  asked += 1;
  const mine = asked;
  try {
    const page = await ask<Mentions>('mentions', query());
    if (mine !== asked) return;
    mentions.value = page;
    loadedPages.value = 1;
    searchProblem.value = undefined;
  } catch (error) {
    if (mine === asked) searchProblem.value = (error as Error).message;
    throw error;
  }
}

export async function loadMore(): Promise<void> {
  const known = mentions.value;
  if (known?.next === undefined) return;
  const mine = asked;
  const page = await ask<Mentions>('mentions', { ...query(), after: known.next });
  if (mine !== asked) return;
  const seen = new Set(known.mentions.map(({ id }) => id));
  mentions.value = {
    ...page,
    mentions: [...known.mentions, ...page.mentions.filter(({ id }) => !seen.has(id))],
  };
  loadedPages.value += 1;
}
