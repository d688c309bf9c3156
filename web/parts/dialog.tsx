/** Dialogs: focus goes in, stays in, and comes back; Escape and the veil close them. */
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useReading } from '../desk/context.tsx';
import { Icon } from './parts.tsx';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** The buttons of the foot; cancel is always there. */
  readonly actions?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Enter in a field does this. */
  readonly onSubmit?: () => void;
}

export function Dialog({ title, open, onClose, wide, actions, aside, children, onSubmit }: DialogProps) {
  const { t } = useReading();
  return (
    <ModalOverlay
      className="veil"
      data-veil=""
      isOpen={open}
      onOpenChange={(on) => (on ? undefined : onClose())}
      isDismissable
    >
      <Modal className={`dialog-frame${wide ? ' wide' : ''}`}>
        <AriaDialog className="dialog">
          <header>
            <Heading slot="title">{title}</Heading>
            <button type="button" className="button quiet icon" aria-label={t('app.close')} onClick={onClose}>
              <Icon name="close" />
            </button>
          </header>
          <form
            id="dialog-form"
            className="in"
            onSubmit={(e) => {
              e.preventDefault();
              onSubmit?.();
            }}
          >
            {children}
          </form>
          {actions ? (
            <footer>
              {aside ? <span className="aside">{aside}</span> : null}
              <button type="button" className="button" onClick={onClose}>
                {t('app.cancel')}
              </button>
              {actions}
            </footer>
          ) : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
