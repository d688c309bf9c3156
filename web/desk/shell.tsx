/** The frame around every screen: search, language, navigation, the clock strip, the outbox with undo. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ask, Problem } from '../ask.ts';
import { Mark } from '../organisations/login.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Menu } from '../parts/menu.tsx';
import { ClockChip, clockLook, Empty, Icon, type IconName } from '../parts/parts.tsx';
import { Toasts, toast } from '../parts/toasts.tsx';
import { initials, instant } from '../show.ts';
import type { Key } from '../words/words.ts';
import { setTheme, type Theme, themeNow, useDesk, useReading } from './context.tsx';
import {
  caseOfClock,
  countsQuery,
  deadlinesQuery,
  isLive,
  lettersQuery,
  manualQuery,
  orderOfClock,
  queries,
} from './data.ts';
import { lettersOn, setLetters, useKeys } from './keys.ts';
import { useLive } from './live.ts';
import { Nav } from './nav.tsx';
import { useNow } from './now.ts';
import { Palette } from './palette.tsx';
import { Tongues } from './tongues.tsx';

/** The rooms of the desk as people think of them: the work of the day first, what is set up once below it. */
export const placeGroups = ['work', 'law', 'ledger', 'setup', 'proof'] as const;

export const places = [
  { group: 'work', to: '/inbox', key: 'nav.inbox', icon: 'inbox', go: 'g i' },
  { group: 'work', to: '/manual', key: 'nav.manual', icon: 'hand', go: 'g m' },
  { group: 'work', to: '/deadlines', key: 'nav.deadlines', icon: 'clock', go: 'g t' },
  { group: 'work', to: '/letters', key: 'nav.letters', icon: 'letter', go: 'g b' },
  { group: 'law', to: '/orders', key: 'nav.orders', icon: 'gavel', go: 'g o' },
  { group: 'law', to: '/notices', key: 'nav.notices', icon: 'flag', go: 'g q' },
  { group: 'law', to: '/decisions', key: 'nav.decisions', icon: 'scale', go: 'g y' },
  { group: 'law', to: '/complaints', key: 'nav.complaints', icon: 'objection', go: 'g z' },
  { group: 'law', to: '/disclosures', key: 'nav.disclosures', icon: 'key', go: 'g v' },
  { group: 'law', to: '/incidents', key: 'nav.incidents', icon: 'bolt', go: 'g x' },
  { group: 'law', to: '/reports', key: 'nav.reports', icon: 'report', go: 'g 2' },
  { group: 'ledger', to: '/parties', key: 'nav.parties', icon: 'people', go: 'g k' },
  { group: 'ledger', to: '/who', key: 'nav.who', icon: 'where', go: 'g w' },
  { group: 'ledger', to: '/screening', key: 'nav.screening', icon: 'shield', go: 'g 3' },
  { group: 'ledger', to: '/onboarding', key: 'nav.onboarding', icon: 'door', go: 'g 4' },
  { group: 'ledger', to: '/bans', key: 'nav.bans', icon: 'ban', go: 'g 5' },
  { group: 'ledger', to: '/editions', key: 'nav.editions', icon: 'card', go: 'g 6' },
  { group: 'ledger', to: '/registrations', key: 'nav.registrants', icon: 'layers', go: 'g 7' },
  { group: 'ledger', to: '/import', key: 'nav.import', icon: 'import', go: 'g p' },
  { group: 'ledger', to: '/inventories', key: 'nav.inventories', icon: 'ledger', go: 'g h' },
  { group: 'setup', to: '/duty', key: 'nav.duty', icon: 'bell', go: 'g u' },
  { group: 'setup', to: '/channels', key: 'nav.channels', icon: 'channel', go: 'g n' },
  { group: 'setup', to: '/notifiers', key: 'nav.notifiers', icon: 'voice', go: 'g d' },
  { group: 'setup', to: '/trusted-flaggers', key: 'nav.flaggers', icon: 'star', go: 'g j' },
  { group: 'setup', to: '/contact-points', key: 'nav.contact', icon: 'phone', go: 'g c' },
  { group: 'setup', to: '/directives', key: 'nav.directives', icon: 'rules', go: 'g r' },
  { group: 'setup', to: '/brands', key: 'nav.brands', icon: 'brush', go: 'g f' },
  { group: 'setup', to: '/templates', key: 'nav.templates', icon: 'teach', go: 'g s' },
  { group: 'setup', to: '/mappings', key: 'nav.mappings', icon: 'columns', go: 'g a' },
  { group: 'setup', to: '/measure-systems', key: 'nav.systems', icon: 'plug', go: 'g 1' },
  { group: 'proof', to: '/effect', key: 'nav.effect', icon: 'chart', go: 'g e' },
  { group: 'proof', to: '/journal', key: 'nav.journal', icon: 'journal', go: 'g l' },
] as const satisfies readonly {
  group: (typeof placeGroups)[number];
  to: string;
  key: Key;
  icon: IconName;
  go: string;
}[];

export function Shell() {
  const { me, language, setLanguage, logOut } = useDesk();
  const { t } = useReading();
  const navigate = useNavigate();
  const live = useLive();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const counts = useQuery(countsQuery).data?.counts;
  const manual = useQuery(manualQuery).data;
  const path = useRouterState({ select: (s) => s.location.pathname });
  const main = useRef<HTMLElement>(null);

  // After going to another screen the focus starts at its beginning, as with a page load.
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it follows
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);

  useKeys({
    '/': () => search.current?.focus(),
    'Mod+k': () => setPalette(true),
    '?': () => setHelp(true),
    'Shift+?': () => setHelp(true),
    ...Object.fromEntries(places.map((p) => [p.go, () => void navigate({ to: p.to })])),
    u: () => undoLast(t('outbox.undone')),
    'Mod+z': () => undoLast(t('outbox.undone')),
  });

  const badge: Readonly<Record<string, number | undefined>> = {
    '/inbox': counts?.['now'],
    '/manual': manual?.items.length || undefined,
  };
  return (
    <div className="shell">
      <a className="button main skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="head">
        <Link to="/inbox" className="brand" aria-label="Bezem">
          <Mark size={26} />
          <span>Bezem</span>
        </Link>
        <span className="org">{me.organisation.name}</span>
        {me.organisation.sample ? <span className="sample wide">{t('app.sample')}</span> : null}
        <search className="search">
          <Icon name="search" size={15} />
          <input
            ref={search}
            className="input"
            type="search"
            aria-label={t('app.search')}
            placeholder={t('app.search')}
            onKeyDown={(e) => {
              if (e.key === 'Enter')
                void navigate({ to: '/inbox', search: { view: 'all', q: e.currentTarget.value.trim() } });
              if (e.key === 'Escape') e.currentTarget.blur();
            }}
          />
          <button
            type="button"
            className="keys"
            aria-label={`Ctrl K: ${t('app.search.open')}`}
            onClick={() => setPalette(true)}
          >
            <kbd>Ctrl</kbd> <kbd>K</kbd>
          </button>
        </search>
        <Tongues language={language} setLanguage={setLanguage} />
        <button
          type="button"
          className="button quiet icon wide"
          aria-label={t('app.help')}
          title={`${t('app.help')} (?)`}
          onClick={() => setHelp(true)}
        >
          ?
        </button>
        <Menu
          label={`${initials(me.member.name)} · ${t('app.me')}: ${me.member.name}`}
          className="me"
          entries={[
            {
              id: 'name',
              text: me.member.name,
              why: `${me.member.email} · ${t(`role.${me.member.role}`)}`,
              disabled: true,
            },
            ...(['system', 'light', 'dark'] as const).map((x) => ({
              id: x,
              text: `${t('app.theme')}: ${t(`app.theme.${x}`)}`,
              ...(themeNow() === x ? { keys: '✓' } : {}),
            })),
            { id: 'out', text: t('app.logout') },
          ]}
          onAct={(id) => {
            if (id === 'out') logOut();
            else if (id !== 'name') setTheme(id as Theme);
          }}
        >
          {initials(me.member.name)}
        </Menu>
      </header>
      <Nav badge={badge} />
      <ClockStrip />
      <main className="work" id="main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <Outbox live={live} />
      <Toasts />
      <Palette open={palette} onClose={() => setPalette(false)} />
      <Help open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

/** The only global alarm: what is late, and what ends next. */
function ClockStrip() {
  const { t, w } = useReading();
  const { data } = useQuery(deadlinesQuery);
  const now = useNow();
  const running = (data?.items ?? []).filter(isLive);
  const late = running.filter((c) => clockLook(now, instant(c.due_at)) === 'late').length;
  const next = running.filter((c) => clockLook(now, instant(c.due_at)) !== 'late').slice(0, 3);
  return (
    <section className="strip" aria-label={t('strip.clocks')}>
      {late > 0 ? (
        <Link to="/deadlines" className="late">
          ! {t('strip.late', { n: late })}
        </Link>
      ) : null}
      {running.length === 0 ? (
        <span className="faint">{t('strip.none')}</span>
      ) : (
        <ul>
          {next.map((c) => {
            const id = caseOfClock(c);
            const order = orderOfClock(c);
            const chip = (
              <ClockChip due={c.due_at} name={`${w(c.title)}${c.case_reference ? ` · ${c.case_reference}` : ''}`} />
            );
            return (
              <li key={c.id}>
                {order ? (
                  <Link to="/orders/$id" params={{ id: order }}>
                    {chip}
                  </Link>
                ) : id ? (
                  <Link to="/cases/$id" params={{ id }}>
                    {chip}
                  </Link>
                ) : (
                  chip
                )}
              </li>
            );
          })}
        </ul>
      )}
      {running.length > 0 ? <Link to="/deadlines">{t('strip.all', { n: running.length })}</Link> : null}
    </section>
  );
}

/** Holds back the letter that was made last and still waits. */
function undoLast(said: string): unknown {
  const waiting = queries.getQueryData(lettersQuery('queued').queryKey)?.items ?? [];
  const last = [...waiting].filter((l) => l.can_undo).sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0];
  if (!last) return false;
  void holdBack(last.id, last.version).then((done) => (done ? toast({ text: said }) : undefined));
  return true;
}

/** Holds back exactly the version that was seen; a letter that was changed meanwhile is not touched. */
export async function holdBack(id: string, version: number): Promise<boolean> {
  try {
    await ask('POST', `/v1/letters/${encodeURIComponent(id)}/undo`, { body: { version } });
    return true;
  } catch (error) {
    toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    return false;
  } finally {
    void queries.invalidateQueries({ queryKey: ['letters'] });
    void queries.invalidateQueries({ queryKey: ['case'] });
  }
}

function Outbox({ live }: { readonly live: boolean }) {
  const { t } = useReading();
  const { data } = useQuery({ ...lettersQuery('queued'), refetchInterval: 15_000 });
  const now = useNow(1);
  const waiting = (data?.items ?? []).filter(
    (l) => l.can_undo && Temporal.Instant.compare(instant(l.not_before), now) > 0,
  );
  const undo = useMutation({
    mutationFn: async () => {
      for (const l of waiting) if (!(await holdBack(l.id, l.version))) return;
      toast({ text: t('outbox.undone') });
    },
  });
  const seconds = Math.min(...waiting.map((l) => Math.ceil(now.until(instant(l.not_before)).total('seconds'))));
  return (
    <footer className="foot">
      {waiting.length > 0 ? (
        <span className="counting">
          <span>
            {t('outbox.waiting', { n: waiting.length })} ({t('outbox.goes_in')}{' '}
            <b>
              {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
            </b>
            )
          </span>
          <button type="button" className="button small" disabled={undo.isPending} onClick={() => undo.mutate()}>
            {t('outbox.undo')} <kbd>u</kbd>
          </button>
        </span>
      ) : (
        <span className="faint">{t('outbox.empty')}</span>
      )}
      <span className="live" data-on={live} role="status">
        {live ? t('app.live') : t('app.live.off')}
      </span>
    </footer>
  );
}

const keyLines: readonly (readonly [Key, readonly string[]])[] = [
  ['keys.move', ['j', 'k']],
  ['keys.open', ['Enter']],
  ['keys.back', ['Esc']],
  ['keys.pick', ['x']],
  ['keys.extend', ['⇧ j', '⇧ k']],
  ['keys.all', ['*', 'a']],
  ['keys.search', ['/']],
  ['keys.palette', ['Ctrl', 'K']],
  ['keys.peek', ['␣']],
  ['keys.claim', ['1']],
  ['keys.bundle', ['2']],
  ['keys.reject', ['3']],
  ['keys.notify', ['n']],
  ['keys.restrict', ['b']],
  ['keys.probe', ['v']],
  ['keys.band', ['p']],
  ['keys.snooze', ['h']],
  ['keys.assign', ['a']],
  ['keys.note', ['c']],
  ['keys.close', ['e']],
  ['keys.prev_next', ['[', ']']],
  ['keys.undo', ['u']],
];

function Help({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useReading();
  const [on, setOn] = useState(lettersOn);
  return (
    <Dialog title={t('keys.title')} open={open} onClose={onClose} wide>
      <dl className="keys-list">
        {keyLines.map(([key, presses]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              {presses.map((p) => (
                <kbd key={p}>{p}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <h3>{t('keys.go')}</h3>
      <dl className="keys-list">
        {places.map((p) => (
          <div key={p.to}>
            <dt>{t(p.key)}</dt>
            <dd>
              {p.go.split(' ').map((press) => (
                <kbd key={press}>{press}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="case-head">
        <input
          type="checkbox"
          checked={on}
          onChange={(e) => {
            setLetters(e.currentTarget.checked);
            setOn(e.currentTarget.checked);
          }}
        />
        {t('app.help.off')}
      </label>
    </Dialog>
  );
}

export function NotFound() {
  const { t } = useReading();
  return (
    <Empty sign="?" title={t('app.not_found')}>
      <Link to="/inbox" className="button">
        {t('app.to_inbox')}
      </Link>
    </Empty>
  );
}
