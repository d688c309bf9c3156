/** The keyboard: one map everywhere, layers on top of each other, quiet while somebody types or a dialog is open. */
import { useEffect, useRef } from 'react';

/** `j`, `Shift+j`, `Enter`, `Mod+k` (Ctrl or ⌘), or two in a row: `g i`. A handler that answers false passes the key on. */
export type KeyMap = Readonly<Record<string, () => unknown>>;

const offKey = 'bezem.keys';

/** Whether single-letter shortcuts work; who dictates by voice turns them off (WCAG 2.1.4). */
export function lettersOn(): boolean {
  return localStorage.getItem(offKey) !== 'off';
}
export function setLetters(on: boolean): void {
  if (on) localStorage.removeItem(offKey);
  else localStorage.setItem(offKey, 'off');
}

const layers: { current: KeyMap }[] = [];
let pending: { readonly key: string; readonly until: number } | undefined;

function nameOf(e: KeyboardEvent): string {
  const mod = e.ctrlKey || e.metaKey ? 'Mod+' : '';
  const shift = e.shiftKey && /^([a-z]|Arrow.*|Enter)$/i.test(e.key) ? 'Shift+' : '';
  return `${mod}${shift}${e.key.length === 1 ? e.key.toLowerCase() : e.key}`;
}

/** Whether the key belongs to what has the focus: a field, a menu, a dialog, or Enter and space on a control. */
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typing = target.closest(
    'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"])',
  );
  if (typing) return true;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"], [role="tree"]')) return true;
  const control = target.closest('a, button, summary, input');
  return control !== null && (key === 'Enter' || key === ' ');
}

function press(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing || e.altKey) return;
  const name = nameOf(e);
  const plain = !name.startsWith('Mod+');
  if (plain && belongsTo(e.target, e.key)) return;
  if (plain && document.querySelector('[data-veil]')) return;
  if (plain && !lettersOn() && e.key.length === 1) return;
  const two = pending && pending.until > e.timeStamp ? `${pending.key} ${name}` : undefined;
  pending = undefined;
  for (const layer of [...layers].reverse()) {
    const act = (two && layer.current[two]) || layer.current[name];
    if (act && act() !== false) {
      e.preventDefault();
      return;
    }
  }
  // The first of two: wait a moment for the second.
  if (plain && layers.some((l) => Object.keys(l.current).some((k) => k.startsWith(`${name} `))))
    pending = { key: name, until: e.timeStamp + 1200 };
}

/** Keys of a screen while it is shown. */
export function useKeys(map: KeyMap): void {
  const held = useRef(map);
  held.current = map;
  useEffect(() => {
    if (layers.length === 0) window.addEventListener('keydown', press);
    layers.push(held);
    return () => {
      layers.splice(layers.indexOf(held), 1);
      if (layers.length === 0) window.removeEventListener('keydown', press);
    };
  }, []);
}
