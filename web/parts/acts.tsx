/** What may be done: one act stands out, a few beside it, the rarer ones behind "more". */
import type { ReactNode } from 'react';
import { useReading } from '../desk/context.tsx';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';

export interface Act {
  readonly id: string;
  readonly text: string;
  readonly onPress: () => void;
  /** The one to do now; without any mark none stands out. */
  readonly main?: boolean;
  /** Behind "more" even where there is room. */
  readonly rare?: boolean;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** For the ear, where the same act stands in several lines. */
  readonly label?: string;
}

export function Acts({
  of,
  most = 3,
  small = false,
  children,
}: {
  readonly of: readonly Act[];
  /** How many stand beside the one that stands out; a single one more is shown and not put away. */
  readonly most?: number;
  readonly small?: boolean;
  /** Links and buttons of another kind, after the acts. */
  readonly children?: ReactNode;
}) {
  const { t } = useReading();
  const first = of.find((a) => a.main);
  const others = of.filter((a) => a !== first);
  const common = others.filter((a) => !a.rare);
  const beside = common.length <= most + 1 ? common : common.slice(0, most);
  const away = others.filter((a) => !beside.includes(a));
  const shown = [...(first ? [first] : []), ...beside];
  if (shown.length + away.length === 0 && !children) return null;
  return (
    <div className="acts">
      {shown.map((a) => (
        <button
          key={a.id}
          type="button"
          className={`button${a === first ? ' main' : ''}${a.danger ? ' danger' : ''}${small ? ' small' : ''}`}
          disabled={a.disabled}
          aria-label={a.label}
          onClick={a.onPress}
        >
          {a.text}
        </button>
      ))}
      {away.length > 0 ? (
        <Menu
          label={t('parts.acts.more')}
          className={`button quiet${small ? ' small' : ''}`}
          entries={away.map((a) => ({ id: a.id, text: a.text, disabled: a.disabled ?? false }))}
          onAct={(id) => away.find((a) => a.id === id)?.onPress()}
        >
          {t('parts.acts.more')} <Icon name="down" size={14} />
        </Menu>
      ) : null}
      {children}
    </div>
  );
}
