/** Whether a letter was read and answered, as one small word. */
import { useReading } from '../desk/context.tsx';

/** Whether anybody read it and said something back: the two signs a person looks for first. */
export function ReadState({
  l,
}: {
  readonly l: {
    readonly read_at: string | null;
    readonly read_how: string | null;
    readonly answered_at: string | null;
    readonly complained_at: string | null;
  };
}) {
  const { t, code } = useReading();
  if (l.complained_at)
    return (
      <span className="chip" data-tone="alarm">
        {t('letters.complained')}
      </span>
    );
  if (l.answered_at)
    return (
      <span className="chip" data-tone="good">
        {t('letters.answered')}
      </span>
    );
  if (!l.read_at) return <span className="faint">{t('letters.unread')}</span>;
  return (
    <span className="chip" data-tone="care" title={l.read_how ? code('read_how', l.read_how) : undefined}>
      {t('letters.unanswered')}
    </span>
  );
}
