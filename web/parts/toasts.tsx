/** Short words after an act; each is also read out, and stays until it is read or its time is over. */
import { useSyncExternalStore } from 'react';
import { useReading } from '../desk/context.tsx';
import { Icon } from './parts.tsx';

export interface Toast {
  readonly text: string;
  readonly tone?: 'alarm';
  readonly undo?: { readonly label: string; readonly run: () => void };
}

let shown: readonly (Toast & { readonly id: number })[] = [];
let count = 0;
const readers = new Set<() => void>();
const tell = () => {
  for (const each of readers) each();
};

/** Shows it for eight seconds; what alarms stays until it is closed. */
export function toast(t: Toast): void {
  const id = ++count;
  shown = [...shown.slice(-2), { ...t, id }];
  tell();
  if (t.tone !== 'alarm') setTimeout(() => dismiss(id), 8000);
}
function dismiss(id: number): void {
  shown = shown.filter((t) => t.id !== id);
  tell();
}

export function Toasts() {
  const { t } = useReading();
  const all = useSyncExternalStore(
    (each) => {
      readers.add(each);
      return () => readers.delete(each);
    },
    () => shown,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {all.map((each) => (
        <div className="toast" key={each.id} data-tone={each.tone}>
          <span>{each.text}</span>
          {each.undo ? (
            <button type="button" className="button quiet small" onClick={each.undo.run}>
              {each.undo.label}
            </button>
          ) : null}
          <button
            type="button"
            className="button quiet icon small"
            aria-label={t('app.close')}
            onClick={() => dismiss(each.id)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
