/** What screens ask for, by name: one place for paths, keys and types. */
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { LiveShape } from '#attribution';
import type { CaseRow, CaseShape, EffectRow, ExportCount, ExportFormat, FindingShape, letterPreview } from '#cases';
import type {
  BrandLine,
  DirectiveList,
  LetterLine,
  LetterSettingsAnswer,
  LetterShape,
  WebhookLine,
  WordingList,
} from '#correspondence';
import type { ClockShape } from '#deadlines';
import type { LawShape } from '#desk';
import type {
  ChannelDetail,
  ChannelPage,
  MessageRow,
  messageText,
  NotifierDetail,
  NotifierShape,
  Schedule,
  TeachText,
  TemplateRow,
} from '#intake';
import type { Words } from '#kernel';
import type { AuthorityShape, DutyShape, OrderLine, OrderShape } from '#orders';
import type { MemberShape } from '#organisations';
import type { importRow, importShape, PartyRow, PartyShape, treeShape } from '#parties';
import type { HoldingShape, InventoryKindShape, InventoryShape, PollShape } from '#resources';
import type { ListRow, MatchRow, MatchShape } from '#screening';
import { ask, Problem, pathOf } from '../ask.ts';

export type LetterPreview = z.infer<typeof letterPreview>;
export type MessageText = z.infer<typeof messageText>;
/** A kept mapping, as the API gives it. */
export interface MappingRow {
  readonly name: string;
  readonly version: number;
  readonly definition: { readonly title?: string; readonly [name: string]: unknown } | null;
  readonly made_at: string;
  readonly made_by: string;
}
/** What a mapping makes of a file. */
export interface TriedShape {
  readonly count: number;
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly at?: string }[];
}
export type ImportShape = z.infer<typeof importShape>;
export type ImportRow = z.infer<typeof importRow>;
export type Tree = z.infer<typeof treeShape>;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Live updates say when to ask again; a "no" stays a "no".
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
    },
  },
});

export interface CasePage {
  readonly items: readonly CaseRow[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
}
export interface CaseFilter {
  readonly view: string;
  readonly q?: string | undefined;
  readonly kind?: string | undefined;
  readonly band?: number | undefined;
  readonly holder?: string | undefined;
}
interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Two hundred at a time: the most the API gives, about six screens. */
const pageSize = 200;

export const casesQuery = (filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: ['cases', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask<CasePage>('GET', pathOf('/v1/cases', { ...filter, limit: pageSize, cursor: pageParam }), { signal }),
    getNextPageParam: (last) => last.next,
  });
export const countsQuery = queryOptions({
  queryKey: ['cases', 'counts'],
  queryFn: ({ signal }) => ask<CasePage>('GET', '/v1/cases?view=now&limit=1', { signal }),
});
export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: ({ signal }) => ask<CaseShape>('GET', `/v1/cases/${encodeURIComponent(id)}`, { signal }),
  });
export const findingsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['findings', id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask<Page<FindingShape>>(
        'GET',
        pathOf(`/v1/cases/${encodeURIComponent(id)}/findings`, { limit: 20, cursor: pageParam }),
        { signal },
      ),
    getNextPageParam: (last) => last.next,
  });
/** What an export of a case would write and leave out. */
export const exportCountQuery = (id: string, format: ExportFormat) =>
  queryOptions({
    queryKey: ['case', id, 'export', format],
    queryFn: ({ signal }) =>
      ask<ExportCount>('GET', pathOf('/v1/findings/export/count', { format, case: id }), { signal }),
  });
export const previewQuery = (id: string, note: string) =>
  queryOptions({
    queryKey: ['preview', id, note],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) =>
      ask<LetterPreview>('GET', pathOf(`/v1/cases/${encodeURIComponent(id)}/letter`, { note }), { signal }),
  });
export const matchesQuery = queryOptions({
  queryKey: ['matches'],
  queryFn: ({ signal }) => ask<Page<MatchRow>>('GET', '/v1/matches?limit=200', { signal }),
});
export const matchQuery = (id: string) =>
  queryOptions({
    queryKey: ['match', id],
    queryFn: ({ signal }) => ask<MatchShape>('GET', `/v1/matches/${encodeURIComponent(id)}`, { signal }),
  });
export const listsQuery = queryOptions({
  queryKey: ['lists'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly ListRow[] }>('GET', '/v1/lists', { signal }),
});
export const deadlinesQuery = queryOptions({
  queryKey: ['deadlines'],
  queryFn: ({ signal }) => ask<Page<ClockShape>>('GET', '/v1/deadlines?limit=200', { signal }),
});
export const lettersQuery = (state?: string) =>
  queryOptions({
    queryKey: ['letters', state ?? ''],
    queryFn: ({ signal }) => ask<Page<LetterLine>>('GET', pathOf('/v1/letters', { state, limit: 100 }), { signal }),
  });
/** All letters, a page at a time, in one state where one is chosen. */
export const letterPagesQuery = (state: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['letters', 'pages', state ?? ''],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask<Page<LetterLine>>('GET', pathOf('/v1/letters', { state, limit: 100, cursor: pageParam }), { signal }),
    getNextPageParam: (last) => last.next,
  });
export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['letters', 'one', id],
    queryFn: ({ signal }) => ask<LetterShape>('GET', `/v1/letters/${encodeURIComponent(id)}`, { signal }),
  });
export const directivesQuery = queryOptions({
  queryKey: ['directives'],
  queryFn: ({ signal }) => ask<DirectiveList>('GET', '/v1/directives', { signal }),
});
export const letterSettingsQuery = queryOptions({
  queryKey: ['letter-settings'],
  queryFn: ({ signal }) => ask<LetterSettingsAnswer>('GET', '/v1/letter-settings', { signal }),
});
export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly WebhookLine[] }>('GET', '/v1/webhooks', { signal }),
});
export const brandsQuery = queryOptions({
  queryKey: ['brands'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly BrandLine[] }>('GET', '/v1/brands', { signal }),
});
export const wordingsQuery = queryOptions({
  queryKey: ['wordings'],
  queryFn: ({ signal }) => ask<WordingList>('GET', '/v1/wordings', { signal }),
});
export const effectQuery = (by: 'course' | 'rung') =>
  queryOptions({
    queryKey: ['effect', by],
    queryFn: ({ signal }) =>
      ask<{ readonly from: string; readonly until: string; readonly items: readonly EffectRow[] }>(
        'GET',
        pathOf('/v1/effect', { by }),
        { signal },
      ),
  });
export const membersQuery = queryOptions({
  queryKey: ['members'],
  staleTime: 300_000,
  queryFn: ({ signal }) => ask<{ readonly items: readonly MemberShape[] }>('GET', '/v1/members', { signal }),
});
export const lawQuery = queryOptions({
  queryKey: ['law'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => ask<LawShape>('GET', '/v1/law', { signal }),
});
export const partiesQuery = (q: string) =>
  queryOptions({
    queryKey: ['parties', q],
    queryFn: ({ signal }) => ask<Page<PartyRow>>('GET', pathOf('/v1/parties', { q, limit: 100 }), { signal }),
  });
export const partyQuery = (id: string) =>
  queryOptions({
    queryKey: ['party', id],
    queryFn: ({ signal }) => ask<PartyShape>('GET', `/v1/parties/${encodeURIComponent(id)}`, { signal }),
  });
export const treeQuery = (id: string, at: string | undefined) =>
  queryOptions({
    queryKey: ['tree', id, at ?? ''],
    queryFn: ({ signal }) => ask<Tree>('GET', pathOf(`/v1/parties/${encodeURIComponent(id)}/tree`, { at }), { signal }),
  });
export const manualQuery = queryOptions({
  queryKey: ['messages', 'manual'],
  queryFn: ({ signal }) => ask<Page<MessageRow>>('GET', '/v1/messages?state=manual&limit=100', { signal }),
});
export const messageTextQuery = (id: string) =>
  queryOptions({
    queryKey: ['messages', 'text', id],
    staleTime: 300_000,
    queryFn: ({ signal }) => ask<MessageText>('GET', `/v1/messages/${encodeURIComponent(id)}/text`, { signal }),
  });
export const mappingsQuery = queryOptions({
  queryKey: ['mappings'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly MappingRow[] }>('GET', '/v1/mappings', { signal }),
});
/** A message to point into. What was learned meanwhile changes nothing in it, so it is asked once. */
export const teachQuery = (id: string) =>
  queryOptions({
    queryKey: ['messages', 'teach', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask<TeachText>('GET', `/v1/messages/${encodeURIComponent(id)}/teach`, { signal }),
  });
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly TemplateRow[] }>('GET', '/v1/templates', { signal }),
});
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => ask<Page<ImportRow>>('GET', '/v1/imports', { signal }),
});

export const channelsQuery = queryOptions({
  queryKey: ['channels', 'all'],
  queryFn: ({ signal }) => ask<ChannelPage>('GET', '/v1/channels', { signal }),
});
export const channelQuery = (id: string) =>
  queryOptions({
    queryKey: ['channels', 'one', id],
    queryFn: ({ signal }) => ask<ChannelDetail>('GET', `/v1/channels/${encodeURIComponent(id)}`, { signal }),
  });
export interface KnownFeedShape {
  readonly id: string;
  readonly title: string;
  readonly about: Words;
  readonly address: string;
  readonly method: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly auth: string;
  readonly header: string | null;
  readonly schedule: Schedule;
  readonly rhythm_minutes: number;
  readonly format: string | null;
  readonly licence: Words;
  readonly page: string;
}
export const feedsQuery = queryOptions({
  queryKey: ['feeds'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => ask<{ readonly items: readonly KnownFeedShape[] }>('GET', '/v1/feeds', { signal }),
});
export const ordersQuery = (which: 'open' | 'all') =>
  queryOptions({
    queryKey: ['orders', which],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly OrderLine[] }>('GET', pathOf('/v1/orders', { which, limit: 200 }), { signal }),
  });
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) => ask<OrderShape>('GET', `/v1/orders/${encodeURIComponent(id)}`, { signal }),
  });
export const orderTypesQuery = queryOptions({
  queryKey: ['order types'],
  queryFn: ({ signal }) =>
    ask<{ readonly items: readonly { readonly id: string; readonly title: Words }[] }>('GET', '/v1/orders/types', {
      signal,
    }),
});
export const dutyQuery = queryOptions({
  queryKey: ['duty'],
  queryFn: ({ signal }) => ask<DutyShape>('GET', '/v1/duty', { signal }),
});
export const authoritiesQuery = queryOptions({
  queryKey: ['authorities'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly AuthorityShape[] }>('GET', '/v1/authorities', { signal }),
});
export const notifiersQuery = queryOptions({
  queryKey: ['notifiers', 'all'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly NotifierShape[] }>('GET', '/v1/notifiers', { signal }),
});
export const notifierQuery = (id: string) =>
  queryOptions({
    queryKey: ['notifiers', 'one', id],
    queryFn: ({ signal }) => ask<NotifierDetail>('GET', `/v1/notifiers/${encodeURIComponent(id)}`, { signal }),
  });
export const inventoriesQuery = queryOptions({
  queryKey: ['inventories'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly InventoryShape[] }>('GET', '/v1/inventories', { signal }),
});
export const inventoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['inventory', id],
    queryFn: ({ signal }) => ask<InventoryShape>('GET', `/v1/inventories/${encodeURIComponent(id)}`, { signal }),
  });
export const inventoryKindsQuery = queryOptions({
  queryKey: ['inventory-kinds'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) =>
    ask<{ readonly items: readonly InventoryKindShape[] }>('GET', '/v1/inventory-kinds', { signal }),
});
/** How a live resolver did. */
export const liveQuery = (id: string) =>
  queryOptions({
    queryKey: ['inventory', id, 'live'],
    queryFn: ({ signal }) => ask<LiveShape>('GET', `/v1/inventories/${encodeURIComponent(id)}/live`, { signal }),
  });
export const pollsQuery = (id: string) =>
  queryOptions({
    queryKey: ['polls', id],
    queryFn: ({ signal }) =>
      ask<Page<PollShape>>('GET', `/v1/inventories/${encodeURIComponent(id)}/polls?limit=50`, { signal }),
  });
export const pollQuery = (id: string) =>
  queryOptions({
    queryKey: ['poll', id],
    queryFn: ({ signal }) => ask<PollShape>('GET', `/v1/polls/${encodeURIComponent(id)}`, { signal }),
  });
/** What a party holds, as known now. */
export const heldQuery = (party: string) =>
  queryOptions({
    queryKey: ['party', party, 'held'],
    queryFn: ({ signal }) => ask<Page<HoldingShape>>('GET', pathOf('/v1/holdings', { party, limit: 100 }), { signal }),
  });

/** Whether a clock still asks for something: it runs, or its moment passed and the act has not come yet. */
export function isLive(c: Pick<ClockShape, 'state' | 'ended_at'>): boolean {
  return c.state === 'running' || (c.state === 'breached' && c.ended_at === null);
}

/** The case a clock runs on: named by the server, or its subject. */
export function caseOfClock(c: Pick<ClockShape, 'case_id' | 'subject'>): string | undefined {
  return c.subject.startsWith('ord_')
    ? undefined
    : (c.case_id ?? (c.subject.startsWith('case_') ? c.subject : undefined));
}
/** The order a clock runs on, where it runs on one. */
export const orderOfClock = (c: Pick<ClockShape, 'subject'>): string | undefined =>
  c.subject.startsWith('ord_') ? c.subject : undefined;

/** What a happening makes old. The list itself is not asked again under the cursor: see the inbox. */
export function forgetOf(what: string, id: string | undefined): void {
  const old = (...key: string[]) => void queries.invalidateQueries({ queryKey: key });
  switch (what) {
    case 'case':
      old('cases', 'counts');
      old('deadlines');
      if (id) {
        old('case', id);
        old('findings', id);
      } else old('case');
      return;
    case 'letter':
    case 'answer':
      old('letters');
      old('case');
      return;
    case 'message':
      old('messages');
      return;
    case 'template':
      old('templates');
      return;
    case 'deadline':
      old('deadlines');
      return;
    case 'match':
      old('matches');
      old('match');
      old('lists');
      return;
    case 'ledger':
      old('parties');
      old('party');
      old('tree');
      old('imports');
      old('inventories');
      old('inventory');
      old('polls');
      return;
    case 'channel':
      old('channels');
      old('notifiers');
      return;
    case 'order':
      old('orders');
      old('order');
      old('deadlines');
      return;
    case 'journal':
      old('journal');
  }
}
