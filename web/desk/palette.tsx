/** Ctrl K: every place and every act of the screen, with its key, and search in the cases. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { ask, pathOf } from '../ask.ts';
import { Band, Icon, StateChip } from '../parts/parts.tsx';
import { harmless } from '../show.ts';
import { useReading } from './context.tsx';
import { type CasePage, partiesQuery } from './data.ts';
import { places } from './shell.tsx';

export interface Offer {
  readonly id: string;
  readonly text: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** Acts the screen offers now: it sets them while it is shown. */
let offers: readonly Offer[] = [];
export function useOffers(now: readonly Offer[]): void {
  useEffect(() => {
    offers = now;
    return () => {
      offers = [];
    };
  });
}

/** Letters of the question in this order in the text; the earlier and closer, the better. Undefined where they are not. */
export function fit(question: string, text: string): number | undefined {
  const [q, s] = [question.toLowerCase(), text.toLowerCase()];
  let at = -1;
  let score = 0;
  for (const c of q) {
    const next = s.indexOf(c, at + 1);
    if (next < 0) return undefined;
    score += next - at - 1 + (next === 0 || s[next - 1] === ' ' ? 0 : 1);
    at = next;
  }
  return score;
}

export function Palette({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useReading();
  return (
    <ModalOverlay
      className="veil"
      data-veil=""
      isOpen={open}
      onOpenChange={(on) => (on ? undefined : onClose())}
      isDismissable
    >
      <Modal className="dialog-frame">
        <Dialog className="palette" aria-label={t('palette.title')}>
          <Inside onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Inside({ onClose }: { readonly onClose: () => void }) {
  const { t, w } = useReading();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const [on, setOn] = useState(0);
  const found = useQuery({
    queryKey: ['cases', 'palette', q],
    enabled: q.trim().length >= 2,
    queryFn: ({ signal }) =>
      ask<CasePage>('GET', pathOf('/v1/cases', { view: 'all', q: q.trim(), limit: 6 }), { signal }),
  });
  const people = useQuery({ ...partiesQuery(q.trim()), enabled: q.trim().length >= 2 });
  const all: readonly Offer[] = [
    ...offers,
    ...places.map((p) => ({
      id: p.to,
      text: t('palette.go', { where: t(p.key) }),
      keys: p.go,
      run: () => void navigate({ to: p.to }),
    })),
  ];
  const fitting = all
    .map((o) => ({ o, fits: fit(q, o.text) }))
    .filter((x): x is { o: Offer; fits: number } => x.fits !== undefined)
    .sort((a, b) => (q ? a.fits - b.fits : 0))
    .map((x) => x.o)
    .slice(0, q ? 6 : 20);
  const cases = q.trim().length >= 2 ? (found.data?.items ?? []) : [];
  const holders = q.trim().length >= 2 ? (people.data?.items ?? []).slice(0, 4) : [];
  const lines = [
    ...cases.map((c) => ({
      id: c.id,
      run: () => void navigate({ to: '/cases/$id', params: { id: c.id } }),
      show: (
        <>
          <Band band={c.band} />
          <span className="what">
            <b className="value">{c.reference}</b> {w(c.kind_title)}
            <span className="faint small">
              {[c.sensitive || !c.asset ? '' : harmless(c.asset), c.holder?.name ?? ''].filter(Boolean).join(' · ')}
            </span>
          </span>
          <span>
            <StateChip state={c.state} />
          </span>
        </>
      ),
    })),
    ...holders.map((p) => ({
      id: p.id,
      run: () => void navigate({ to: '/parties/$id', params: { id: p.id } }),
      show: (
        <>
          <Icon name="people" />
          <span className="what">
            {p.name ?? p.reference}
            <span className="faint small">{p.reference}</span>
          </span>
          <span className="faint small">{p.open_cases > 0 ? t('party.open_cases', { n: p.open_cases }) : ''}</span>
        </>
      ),
    })),
    ...fitting.map((o) => ({
      id: o.id,
      run: o.run,
      show: (
        <>
          <span className="what">{o.text}</span>
          <span>{o.keys ? o.keys.split(' ').map((k) => <kbd key={k}>{k}</kbd>) : null}</span>
        </>
      ),
    })),
    ...(q.trim()
      ? [
          {
            id: 'search',
            run: () => void navigate({ to: '/inbox', search: { view: 'all', q: q.trim() } }),
            show: <span className="what">{t('palette.search', { q: q.trim() })}</span>,
          },
        ]
      : []),
  ];
  const current = Math.min(on, lines.length - 1);
  const run = (i: number) => {
    onClose();
    lines[i]?.run();
  };
  return (
    <>
      <input
        className="input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={lines[current] ? `palette-${current}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type in
        autoFocus
        value={q}
        onChange={(e) => {
          setQ(e.currentTarget.value);
          setOn(0);
        }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown') setOn((current + 1) % lines.length);
          else if (e.key === 'ArrowUp') setOn((current - 1 + lines.length) % lines.length);
          else if (e.key === 'Enter') run(current);
          else return;
          e.preventDefault();
        }}
      />
      {/* Divs, since a list may not play a list box; the keys go to the field above (aria-activedescendant). */}
      <div id="palette-list" className="choices" role="listbox" aria-label={t('palette.title')}>
        {lines.length === 0 ? (
          // biome-ignore lint/a11y/useFocusableInteractive: as said above
          <div role="option" aria-selected="false">
            {t('palette.none')}
          </div>
        ) : null}
        {lines.map((line, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: as said above
          // biome-ignore lint/a11y/useFocusableInteractive: as said above
          <div
            key={line.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === current}
            onClick={() => run(i)}
            onMouseMove={() => setOn(i)}
          >
            {line.show}
          </div>
        ))}
      </div>
    </>
  );
}
