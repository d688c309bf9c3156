/** Live updates: the desk says what changed, the screens ask again. */
import { useEffect, useState } from 'react';
import type { HappeningShape } from '#desk';
import { forgetOf } from './data.ts';

const followers = new Set<(h: HappeningShape) => void>();

/** Calls back for every happening while the screen is shown. */
export function useHappenings(each: (h: HappeningShape) => void): void {
  useEffect(() => {
    followers.add(each);
    return () => {
      followers.delete(each);
    };
  }, [each]);
}

/** Keeps the line open; answers whether it is. After a break everything shown is asked again once. */
export function useLive(): boolean {
  const [on, setOn] = useState(true);
  useEffect(() => {
    let was = false;
    const lines = new EventSource('/v1/live');
    lines.onopen = () => {
      setOn(true);
      if (was)
        for (const what of ['case', 'letter', 'message', 'deadline', 'ledger', 'journal']) forgetOf(what, undefined);
      was = true;
    };
    lines.onerror = () => setOn(false);
    lines.onmessage = (m: MessageEvent<string>) => {
      const h = JSON.parse(m.data) as HappeningShape;
      forgetOf(h.what, h.id);
      for (const each of followers) each(h);
    };
    return () => lines.close();
  }, []);
  return on;
}
