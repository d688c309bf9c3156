/** Menus that open from a button; what may not be done now stays visible with its reason. */
import type { ReactNode } from 'react';
import { Menu as AriaMenu, Button, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

export interface MenuEntry {
  readonly id: string;
  readonly text: string;
  readonly keys?: string | undefined;
  readonly why?: string | undefined;
  readonly disabled?: boolean;
}

export function Menu({
  label,
  className = 'button',
  entries,
  onAct,
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly entries: readonly MenuEntry[];
  readonly onAct: (id: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <MenuTrigger>
      <Button className={className} aria-label={label}>
        {children}
      </Button>
      <Popover className="menu-frame" placement="bottom end">
        <AriaMenu
          aria-label={label}
          onAction={(key) => onAct(String(key))}
          disabledKeys={entries.filter((e) => e.disabled).map((e) => e.id)}
        >
          {entries.map((e) => (
            <MenuItem key={e.id} id={e.id} className="menu-item" textValue={e.text}>
              <span>
                {e.text}
                {e.why ? <span className="why">{e.why}</span> : null}
              </span>
              {e.keys ? <kbd>{e.keys}</kbd> : null}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
