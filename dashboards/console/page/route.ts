import { signal } from '@preact/signals';

export type Route =
  | { readonly view: 'brand'; readonly id?: string }
  /** `page`: the one that a message asks about. */
  | { readonly view: 'incident'; readonly id: string; readonly page?: number }
  | { readonly view: 'rules' }
  | { readonly view: 'rule'; readonly name: string }
  | { readonly view: 'verify' }
  | { readonly view: 'sources' };

export function readRoute(hash: string): Route {
  const [, view, id, part, number] = hash.split('/').map(decodeURIComponent);
  if (view === 'incidents' && id)
    return { view: 'incident', id, ...(part === 'pages' && { page: Number(number) }) };
  if (view === 'rules') return id ? { view: 'rule', name: id } : { view: 'rules' };
  if (view === 'verify') return { view: 'verify' };
  if (view === 'sources') return { view: 'sources' };
  return view === 'brands' && id ? { view: 'brand', id } : { view: 'brand' };
}

/** Where the page is, by its address after `#`. */
export const route = signal<Route>(readRoute(location.hash));
addEventListener('hashchange', () => {
  route.value = readRoute(location.hash);
  scrollTo(0, 0);
});
