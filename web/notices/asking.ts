/** What the screens of notices, flaggers, contact points and requests for data ask of the desk. */
import { queryOptions } from '@tanstack/react-query';
import type { DisclosureRowShape, DisclosureShape } from '#disclosure';
import type { ContactPoints, FlaggerShape, NoticeRowShape, NoticeShape } from '#notices';
import { ask } from '../ask.ts';

interface Items<T> {
  readonly items: readonly T[];
}

export const noticesQuery = (open: boolean) =>
  queryOptions({
    queryKey: ['notices', open],
    queryFn: ({ signal }) => ask<Items<NoticeRowShape>>('GET', `/v1/notices?open=${open}`, { signal }),
    refetchInterval: 30_000,
  });
export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id],
    queryFn: ({ signal }) => ask<NoticeShape>('GET', `/v1/notices/${id}`, { signal }),
  });
export const flaggersQuery = queryOptions({
  queryKey: ['flaggers'],
  queryFn: ({ signal }) => ask<Items<FlaggerShape>>('GET', '/v1/trusted_flaggers', { signal }),
});
export interface ContactAnswer {
  readonly version: number;
  readonly content: ContactPoints | null;
  readonly faults: readonly { readonly nl: string; readonly en: string }[];
  readonly page: string;
}
export const contactQuery = queryOptions({
  queryKey: ['contact_points'],
  queryFn: ({ signal }) => ask<ContactAnswer>('GET', '/v1/contact_points', { signal }),
});
export const disclosuresQuery = queryOptions({
  queryKey: ['disclosures'],
  queryFn: ({ signal }) => ask<Items<DisclosureRowShape>>('GET', '/v1/disclosures', { signal }),
});
export const disclosureQuery = (id: string) =>
  queryOptions({
    queryKey: ['disclosure', id],
    queryFn: ({ signal }) => ask<DisclosureShape>('GET', `/v1/disclosures/${id}`, { signal }),
  });
