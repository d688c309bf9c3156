/** What the screens of bans ask the desk. */
import { queryOptions } from '@tanstack/react-query';
import type { BanPage, BanShape, ReturnMatchShape, ReturnRowShape, UseShape } from '#bans';
import { ask } from '../ask.ts';

export const bansQuery = queryOptions({
  queryKey: ['bans'],
  queryFn: ({ signal }) => ask<BanPage>('GET', '/v1/bans', { signal }),
});
export const banQuery = (id: string) =>
  queryOptions({
    queryKey: ['ban', id],
    queryFn: ({ signal }) => ask<BanShape>('GET', `/v1/bans/${encodeURIComponent(id)}`, { signal }),
  });
export const returnsQuery = queryOptions({
  queryKey: ['returns'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly ReturnRowShape[] }>('GET', '/v1/return_matches', { signal }),
});
export const returnQuery = (id: string) =>
  queryOptions({
    queryKey: ['return', id],
    queryFn: ({ signal }) => ask<ReturnMatchShape>('GET', `/v1/return_matches/${encodeURIComponent(id)}`, { signal }),
  });
export const usesQuery = queryOptions({
  queryKey: ['ban-uses'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly UseShape[] }>('GET', '/v1/ban_uses', { signal }),
});
