/** Which address shows which screen. Addresses are stable: people put them in mails to each other. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { CaseScreen } from '../cases/case.tsx';
import { Inbox } from '../cases/inbox.tsx';
import { NotFound, Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

export interface InboxSearch {
  readonly view?: string;
  readonly q?: string;
  readonly kind?: string;
  readonly band?: number;
}

const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' ? v : undefined);
/** The filter in the address; what is not understood is left out. */
function inboxSearch(s: Record<string, unknown>): InboxSearch {
  const [view, q, kind] = [
    text(s['view']),
    typeof s['q'] === 'number' ? String(s['q']) : text(s['q']),
    text(s['kind']),
  ];
  const band = typeof s['band'] === 'number' && s['band'] >= 0 && s['band'] <= 5 ? Math.trunc(s['band']) : undefined;
  return {
    ...(view ? { view } : {}),
    ...(q ? { q } : {}),
    ...(kind ? { kind } : {}),
    ...(band === undefined ? {} : { band }),
  };
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: Inbox,
  validateSearch: inboxSearch,
});
const one = createRoute({ getParentRoute: () => root, path: '/cases/$id', component: CaseScreen });
const manual = createRoute({
  getParentRoute: () => root,
  path: '/manual',
  component: lazyRouteComponent(() => import('../intake/manual.tsx'), 'Manual'),
  validateSearch: (s: Record<string, unknown>): { id?: string } => {
    const id = text(s['id']);
    return id ? { id } : {};
  },
});
const teach = createRoute({
  getParentRoute: () => root,
  path: '/manual/teach',
  component: lazyRouteComponent(() => import('../intake/teach.tsx'), 'Teach'),
  validateSearch: (s: Record<string, unknown>): { id?: string } => {
    const id = text(s['id']);
    return id ? { id } : {};
  },
});
const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  component: lazyRouteComponent(() => import('../intake/templates.tsx'), 'Templates'),
});
const parties = createRoute({
  getParentRoute: () => root,
  path: '/parties',
  component: lazyRouteComponent(() => import('../parties/parties.tsx'), 'Parties'),
  validateSearch: (s: Record<string, unknown>): { q?: string } => {
    const q = text(s['q']);
    return q ? { q } : {};
  },
});
const party = createRoute({
  getParentRoute: () => root,
  path: '/parties/$id',
  component: lazyRouteComponent(() => import('../parties/party.tsx'), 'PartyScreen'),
});
const who = createRoute({
  getParentRoute: () => root,
  path: '/who',
  component: lazyRouteComponent(() => import('../parties/who.tsx'), 'Who'),
});
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  component: lazyRouteComponent(() => import('../orders/orders.tsx'), 'Orders'),
});
const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$id',
  component: lazyRouteComponent(() => import('../orders/order.tsx'), 'OrderScreen'),
});
const duty = createRoute({
  getParentRoute: () => root,
  path: '/duty',
  component: lazyRouteComponent(() => import('../orders/duty.tsx'), 'Duty'),
});
const screening = createRoute({
  getParentRoute: () => root,
  path: '/screening',
  component: lazyRouteComponent(() => import('../screening/screening.tsx'), 'Screening'),
});
const match = createRoute({
  getParentRoute: () => root,
  path: '/screening/$id',
  component: lazyRouteComponent(() => import('../screening/match.tsx'), 'MatchScreen'),
});
const bans = createRoute({
  getParentRoute: () => root,
  path: '/bans',
  component: lazyRouteComponent(() => import('../bans/bans.tsx'), 'Bans'),
});
const ban = createRoute({
  getParentRoute: () => root,
  path: '/bans/$id',
  component: lazyRouteComponent(() => import('../bans/ban.tsx'), 'BanScreen'),
});
const returned = createRoute({
  getParentRoute: () => root,
  path: '/returns/$id',
  component: lazyRouteComponent(() => import('../bans/ban.tsx'), 'ReturnScreen'),
});
const editions = createRoute({
  getParentRoute: () => root,
  path: '/editions',
  component: lazyRouteComponent(() => import('../editions/editions.tsx'), 'Editions'),
});
const edition = createRoute({
  getParentRoute: () => root,
  path: '/editions/$id',
  component: lazyRouteComponent(() => import('../editions/edition.tsx'), 'EditionScreen'),
});
const editionMatch = createRoute({
  getParentRoute: () => root,
  path: '/edition-matches/$id',
  component: lazyRouteComponent(() => import('../editions/edition.tsx'), 'EditionMatchScreen'),
});
const onboardings = createRoute({
  getParentRoute: () => root,
  path: '/onboarding',
  component: lazyRouteComponent(() => import('../onboarding/onboardings.tsx'), 'Onboardings'),
});
const onboarding = createRoute({
  getParentRoute: () => root,
  path: '/onboarding/$id',
  component: lazyRouteComponent(() => import('../onboarding/onboarding.tsx'), 'OnboardingScreen'),
});
const registrations = createRoute({
  getParentRoute: () => root,
  path: '/registrations',
  component: lazyRouteComponent(() => import('../registrants/registrations.tsx'), 'Registrations'),
});
const registration = createRoute({
  getParentRoute: () => root,
  path: '/registrations/$id',
  component: lazyRouteComponent(() => import('../registrants/registration.tsx'), 'RegistrationScreen'),
});
const deadlines = createRoute({
  getParentRoute: () => root,
  path: '/deadlines',
  component: lazyRouteComponent(() => import('../deadlines/deadlines.tsx'), 'Deadlines'),
});
const letters = createRoute({
  getParentRoute: () => root,
  path: '/letters',
  component: lazyRouteComponent(() => import('../correspondence/letters.tsx'), 'Letters'),
  validateSearch: (s: Record<string, unknown>): { state?: string } => {
    const state = text(s['state']);
    return state ? { state } : {};
  },
});
const directives = createRoute({
  getParentRoute: () => root,
  path: '/directives',
  component: lazyRouteComponent(() => import('../correspondence/directives.tsx'), 'Directives'),
});
const brands = createRoute({
  getParentRoute: () => root,
  path: '/brands',
  component: lazyRouteComponent(() => import('../correspondence/brands.tsx'), 'Brands'),
});
const effect = createRoute({
  getParentRoute: () => root,
  path: '/effect',
  component: lazyRouteComponent(() => import('../cases/effect.tsx'), 'EffectScreen'),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: lazyRouteComponent(() => import('../parties/import.tsx'), 'Import'),
});
const mappings = createRoute({
  getParentRoute: () => root,
  path: '/mappings',
  component: lazyRouteComponent(() => import('../intake/mappings.tsx'), 'Mappings'),
});
const inventories = createRoute({
  getParentRoute: () => root,
  path: '/inventories',
  component: lazyRouteComponent(() => import('../resources/inventories.tsx'), 'Inventories'),
});
const inventory = createRoute({
  getParentRoute: () => root,
  path: '/inventories/$id',
  component: lazyRouteComponent(() => import('../resources/inventories.tsx'), 'InventoryScreen'),
});
const decisions = createRoute({
  getParentRoute: () => root,
  path: '/decisions',
  component: lazyRouteComponent(() => import('../decisions/decisions.tsx'), 'Decisions'),
  validateSearch: (s: Record<string, unknown>): { view?: string } => {
    const view = text(s['view']);
    return view ? { view } : {};
  },
});
const newDecision = createRoute({
  getParentRoute: () => root,
  path: '/decisions/new',
  component: lazyRouteComponent(() => import('../decisions/new.tsx'), 'NewDecision'),
  validateSearch: (s: Record<string, unknown>): { matter?: string } => {
    const matter = text(s['matter']);
    return matter ? { matter } : {};
  },
});
const decision = createRoute({
  getParentRoute: () => root,
  path: '/decisions/$id',
  component: lazyRouteComponent(() => import('../decisions/decisions.tsx'), 'DecisionScreen'),
});
const complaints = createRoute({
  getParentRoute: () => root,
  path: '/complaints',
  component: lazyRouteComponent(() => import('../decisions/complaints.tsx'), 'Complaints'),
});
const measureSystems = createRoute({
  getParentRoute: () => root,
  path: '/measure-systems',
  component: lazyRouteComponent(() => import('../decisions/systems.tsx'), 'MeasureSystems'),
});
const journal = createRoute({
  getParentRoute: () => root,
  path: '/journal',
  component: lazyRouteComponent(() => import('../journal/journal.tsx'), 'Journal'),
});

const channels = createRoute({
  getParentRoute: () => root,
  path: '/channels',
  component: lazyRouteComponent(() => import('../intake/channels.tsx'), 'Channels'),
});
const notifiers = createRoute({
  getParentRoute: () => root,
  path: '/notifiers',
  component: lazyRouteComponent(() => import('../intake/notifiers.tsx'), 'Notifiers'),
});
const notifier = createRoute({
  getParentRoute: () => root,
  path: '/notifiers/$id',
  component: lazyRouteComponent(() => import('../intake/notifiers.tsx'), 'NotifierScreen'),
});
const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  component: lazyRouteComponent(() => import('../notices/notices.tsx'), 'Notices'),
});
const notice = createRoute({
  getParentRoute: () => root,
  path: '/notices/$id',
  component: lazyRouteComponent(() => import('../notices/notice.tsx'), 'NoticeScreen'),
});
const flaggers = createRoute({
  getParentRoute: () => root,
  path: '/trusted-flaggers',
  component: lazyRouteComponent(() => import('../notices/flaggers.tsx'), 'Flaggers'),
});
const contact = createRoute({
  getParentRoute: () => root,
  path: '/contact-points',
  component: lazyRouteComponent(() => import('../notices/contact.tsx'), 'ContactPointsScreen'),
});
const disclosures = createRoute({
  getParentRoute: () => root,
  path: '/disclosures',
  component: lazyRouteComponent(() => import('../disclosure/disclosures.tsx'), 'Disclosures'),
});
const disclosure = createRoute({
  getParentRoute: () => root,
  path: '/disclosures/$id',
  component: lazyRouteComponent(() => import('../disclosure/disclosures.tsx'), 'DisclosureScreen'),
});

const incidents = createRoute({
  getParentRoute: () => root,
  path: '/incidents',
  component: lazyRouteComponent(() => import('../incidents/incidents.tsx'), 'Incidents'),
});
const incident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('../incidents/incidents.tsx'), 'IncidentScreen'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  component: lazyRouteComponent(() => import('../reports/reports.tsx'), 'Reports'),
});
const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$id',
  component: lazyRouteComponent(() => import('../reports/reports.tsx'), 'ReportScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    inbox,
    one,
    manual,
    teach,
    templates,
    parties,
    party,
    who,
    orders,
    order,
    duty,
    screening,
    match,
    bans,
    ban,
    returned,
    editions,
    edition,
    editionMatch,
    onboardings,
    onboarding,
    registrations,
    registration,
    deadlines,
    letters,
    imports,
    mappings,
    journal,
    channels,
    notifiers,
    notifier,
    inventories,
    inventory,
    directives,
    brands,
    effect,
    incidents,
    incident,
    notices,
    notice,
    flaggers,
    contact,
    disclosures,
    disclosure,
    decisions,
    newDecision,
    decision,
    complaints,
    measureSystems,
    reports,
    report,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
