/** The way to every room: groups that fold and stay as they were left; on a phone the day's work and the rest behind "more". */
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/parts.tsx';
import { useReading } from './context.tsx';
import { placeGroups, places } from './shell.tsx';

type Group = (typeof placeGroups)[number];
const keptKey = 'bezem.nav';
/** What is set up once and what is looked back on begins folded. */
const atFirst: Readonly<Record<Group, boolean>> = { work: true, law: true, ledger: true, setup: false, proof: false };

function kept(): Readonly<Record<Group, boolean>> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(keptKey) ?? '{}');
    return { ...atFirst, ...(read as Partial<Record<Group, boolean>>) };
  } catch {
    return atFirst;
  }
}

export function Nav({ badge }: { readonly badge: Readonly<Record<string, number | undefined>> }) {
  const { t } = useReading();
  const [open, setOpen] = useState(kept);
  const [sheet, setSheet] = useState(false);
  const path = useRouterState({ select: (s) => s.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet closes when another page is shown
  useEffect(() => setSheet(false), [path]);
  const fold = (group: Group) => {
    const next = { ...open, [group]: !open[group] };
    localStorage.setItem(keptKey, JSON.stringify(next));
    setOpen(next);
  };
  const links = (group: Group) =>
    places
      .filter((p) => p.group === group)
      .map((p) => (
        <Link key={p.to} to={p.to} activeProps={{ 'aria-current': 'page' }}>
          <Icon name={p.icon} />
          <span>{t(p.key)}</span>
          {badge[p.to] ? <span className="n">{badge[p.to]}</span> : null}
        </Link>
      ));
  const groups = placeGroups.filter((g) => places.some((p) => p.group === g));
  return (
    <nav className="nav" aria-label={t('app.nav')}>
      {groups.map((group) => (
        <section
          key={group}
          className="nav-group"
          data-group={group}
          data-open={open[group]}
          aria-label={t(`nav.group.${group}`)}
        >
          <button type="button" className="nav-fold" aria-expanded={open[group]} onClick={() => fold(group)}>
            {t(`nav.group.${group}`)} <Icon name="down" size={13} />
          </button>
          {links(group)}
        </section>
      ))}
      <button type="button" className="nav-more" aria-haspopup="dialog" onClick={() => setSheet(true)}>
        <span aria-hidden="true">⋯</span>
        {t('nav.more')}
      </button>
      <Dialog title={t('nav.more')} open={sheet} onClose={() => setSheet(false)}>
        {groups
          .filter((g) => g !== 'work')
          .map((group) => (
            <section key={group} className="sheet-group" aria-label={t(`nav.group.${group}`)}>
              <h3>{t(`nav.group.${group}`)}</h3>
              <div className="sheet-links">{links(group)}</div>
            </section>
          ))}
      </Dialog>
    </nav>
  );
}
