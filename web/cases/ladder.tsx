/** The ladder of a case: what happened, what comes next and when; what is proposed to a person; and the own desk system. */
import { useState } from 'react';
import type { CaseShape } from '#cases';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { keep } from './acts.tsx';

const signs: Readonly<Record<string, string>> = {
  done: '✓',
  proposed: '!',
  accepted: '✓',
  declined: '✕',
  skipped: '–',
  next: '▶',
  later: '○',
  waiting: '○',
  stopped: '■',
};
const tones: Readonly<Record<string, string>> = { done: 'good', accepted: 'good', proposed: 'alarm', next: 'accent' };

export function LadderPanel({ c }: { readonly c: CaseShape }) {
  const { t, w, code } = useReading();
  const { me } = useDesk();
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const mayDecide = me.member.role === 'decider' || me.member.role === 'admin';
  const mayHandle = me.member.role !== 'reader';
  const act = async (name: string, body: object) => {
    try {
      keep(await ask<CaseShape>('POST', `/v1/cases/${encodeURIComponent(c.id)}/${name}`, { body }));
      setDeclining(false);
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    }
  };
  const proposal = c.ladder?.rungs.find((r) => r.state === 'proposed');
  return (
    <Panel title={c.ladder ? `${t('ladder.title')}: ${w(c.ladder.title)}` : t('ladder.title')} id="ladder">
      {c.ladder ? (
        <ol className="rungs">
          {c.ladder.rungs.map((r) => (
            <li key={r.id} data-state={r.state}>
              <span aria-hidden="true" className="rung-sign">
                {signs[r.state] ?? '○'}
              </span>
              <span>
                <strong>{w(r.title)}</strong>{' '}
                <span className="chip" data-tone={tones[r.state]}>
                  {code('rung', r.state)}
                </span>
                <span className="line-2 faint">
                  {r.at ? <When at={r.at} zone /> : null}
                  {r.why ? <> {code('rung_why', r.why)}</> : null}
                </span>
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="faint">{t('ladder.none')}</p>
      )}
      {proposal?.plan ? (
        <div className="notice spaced" data-tone="alarm">
          <strong>{t('ladder.proposal')}</strong>
          {proposal.plan.decide_by ? (
            <span>
              {t('ladder.decide_by')} <When at={proposal.plan.decide_by} zone />
            </span>
          ) : null}
          <ol>
            {proposal.plan.steps.map((s) => (
              <li key={s.do.en}>{w(s.do)}</li>
            ))}
          </ol>
          {mayDecide ? (
            <button type="button" className="button small" onClick={() => setDeclining(true)}>
              {t('ladder.decline')}
            </button>
          ) : null}
        </div>
      ) : null}
      {c.hand_over ? (
        <p className="small">
          {t('ladder.handed')} <span className="value">{c.hand_over.address}</span>{' '}
          {c.hand_over.token ? <span className="value">{c.hand_over.token}</span> : null} <When at={c.hand_over.at} />{' '}
          {mayHandle ? (
            <button type="button" className="button small" onClick={() => void act('take_over', {})}>
              {t('ladder.take_over')}
            </button>
          ) : null}
        </p>
      ) : mayHandle && !c.closed_at ? (
        <button type="button" className="button small" onClick={() => void act('hand_over', {})}>
          {t('ladder.hand_over')}
        </button>
      ) : null}
      <Dialog
        title={t('ladder.decline')}
        open={declining}
        onClose={() => setDeclining(false)}
        onSubmit={() => void act('decline', { reason })}
        actions={
          <button type="submit" form="dialog-form" className="button main" disabled={reason.trim() === ''}>
            {t('ladder.decline')}
          </button>
        }
      >
        <Field label={t('form.reason')}>
          {(id, described) => (
            <textarea
              id={id}
              aria-describedby={described}
              className="input"
              rows={3}
              value={reason}
              onChange={(e) => setReason(e.currentTarget.value)}
            />
          )}
        </Field>
      </Dialog>
    </Panel>
  );
}
