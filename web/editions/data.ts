/** What the screens of editions ask the desk; who has not the right is answered "not found". */
import { queryOptions } from '@tanstack/react-query';
import type { EditionMatchRow, EditionMatchShape, EditionPage, EditionShape } from '#editions';
import { ask } from '../ask.ts';

export const editionsQuery = queryOptions({
  queryKey: ['editions'],
  queryFn: ({ signal }) => ask<EditionPage>('GET', '/v1/editions', { signal }),
  retry: false,
});
export const editionQuery = (id: string) =>
  queryOptions({
    queryKey: ['edition', id],
    queryFn: ({ signal }) => ask<EditionShape>('GET', `/v1/editions/${encodeURIComponent(id)}`, { signal }),
  });
export const editionMatchesQuery = queryOptions({
  queryKey: ['edition-matches'],
  queryFn: ({ signal }) =>
    ask<{ readonly items: readonly EditionMatchRow[] }>('GET', '/v1/edition_matches', { signal }),
  retry: false,
});
export const editionMatchQuery = (id: string) =>
  queryOptions({
    queryKey: ['edition-match', id],
    queryFn: ({ signal }) => ask<EditionMatchShape>('GET', `/v1/edition_matches/${encodeURIComponent(id)}`, { signal }),
  });
