/** What could be proven about who sent a mail: said in words first, the single checks beside it. */
import { Link } from '@tanstack/react-router';
import type { MessageRow } from '#intake';
import { useReading } from '../desk/context.tsx';

type Proof = NonNullable<MessageRow['auth']>;

const signs: Readonly<Record<string, string>> = { pass: '✓', fail: '✗', softfail: '✗', permerror: '✗' };

export function Sender({
  auth,
  notifier,
}: {
  readonly auth: Proof | null;
  readonly notifier: { readonly id: string; readonly name: string } | null;
}) {
  const { t, code } = useReading();
  if (!auth && !notifier) return null;
  const checks: readonly (readonly [string, string, string | null, string])[] = auth
    ? [
        ...auth.dkim.map((d) => ['DKIM', d.result, d.domain, d.by] as const),
        ...(auth.spf ? [['SPF', auth.spf.result, auth.spf.domain, auth.spf.by] as const] : []),
        ...(auth.dmarc ? [['DMARC', auth.dmarc.result, auth.dmarc.domain, auth.dmarc.by] as const] : []),
        ...(auth.arc ? [['ARC', auth.arc.result, auth.arc.domain, auth.arc.by] as const] : []),
      ]
    : [];
  return (
    <span className="sender small">
      {notifier ? (
        <span>
          {t('sender.notifier')}:{' '}
          <Link to="/notifiers/$id" params={{ id: notifier.id }}>
            {notifier.name}
          </Link>
        </span>
      ) : null}
      {auth ? (
        <span className="chip" data-tone={auth.domain ? 'good' : 'care'}>
          {auth.domain
            ? `✓ ${t('sender.proven', { domain: auth.domain })}`
            : `! ${code('unproven', auth.why_not ?? 'none')}`}
        </span>
      ) : null}
      {checks.map(([name, result, domain, by], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two signatures of one domain may come out the same
        <span key={`${name} ${i}`} className="faint">
          {signs[result] ?? '·'} {name} {result}
          {domain ? ` (${domain})` : ''}
          {by === 'server' ? ` ${t('sender.by_server')}` : ''}
        </span>
      ))}
    </span>
  );
}
